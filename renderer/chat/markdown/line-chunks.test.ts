import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineChunks } from './line-chunks.js'

const code = fc.array(fc.constantFrom('a', '\n', '\n', '\n\n'), { maxLength: 300 }).map((parts) => parts.join(''))

test('the chunks together are the code', () => {
  fc.assert(
    fc.property(code, (text) => {
      expect(lineChunks(text).join('')).toBe(text)
    }),
  )
})

test('all chunks but the last stay the same while code grows, so that only its end renders again', () => {
  fc.assert(
    fc.property(code, code, (text, more) => {
      const before = lineChunks(text).slice(0, -1)
      expect(lineChunks(text + more).slice(0, before.length)).toEqual(before)
    }),
  )
})
