import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholeSentences } from './announcement.js'

test('an incomplete sentence is not read out', () => {
  expect(wholeSentences('It is late. The ferry le', 0, false)).toEqual({ words: 'It is late.', end: 12 })
  expect(wholeSentences('The ferry le', 0, false)).toEqual({ words: '', end: 0 })
})

test('Markdown syntax is not read out', () => {
  const { words } = wholeSentences('## A **bold** [page](https://example.org) and `code`', 0, true)
  expect(words).toBe('A bold page and code')
})

test('every word is read once and in order, however the reply is cut into batches', () => {
  const words = fc.array(fc.constantFrom('Yes.', 'No?', 'It is.', 'one', 'two', '3.5', '…'), { maxLength: 30 })
  fc.assert(
    fc.property(words, fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 9 }), (parts, steps) => {
      const text = parts.join(' ')
      const read: string[] = []
      let from = 0
      for (let end = 0, index = 0; end < text.length; index++) {
        end = Math.min(text.length, end + 1 + (steps[index % steps.length] ?? 0))
        const next = wholeSentences(text.slice(0, end), from, end === text.length)
        from = next.end
        if (next.words) read.push(next.words)
      }
      expect(read.join(' ').split(/\s+/).join(' ')).toBe(text)
    }),
  )
})
