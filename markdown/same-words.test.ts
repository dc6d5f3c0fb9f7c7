import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameWords } from './same-words.js'

const words = (text: string) => text.split(' ')
const matched = (source: string, drawn: string) => {
  const places = sameWords(words(source), words(drawn))
  return words(source).map((word, i) => (places[i] === undefined ? '' : `${word}${places[i]}`))
}

test('words of an address that is not drawn are left out, also those that stand in the text too', () => {
  expect(matched('see the report https example org the report now', 'see the report now')).toEqual([
    'see0',
    'the1',
    'report2',
    '',
    '',
    '',
    '',
    '',
    'now3',
  ])
})

test('words that only the window draws take no place', () => {
  expect(matched('run this x 1 and go', 'run this Copy code x 1 and go')).toEqual([
    'run0',
    'this1',
    'x4',
    '15',
    'and6',
    'go7',
  ])
})

test('a word that is drawn twice belongs to the first', () => {
  expect(matched('a b a', 'a b a')).toEqual(['a0', 'b1', 'a2'])
})

test('all words of a text that is drawn as it stands are matched, each with its own place', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (list) => {
      expect(sameWords(list, list)).toEqual(list.map((_, i) => i))
    }),
  )
})

test('places grow, and each holds its word, whatever the lists are', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 })
  fc.assert(
    fc.property(list, list, (source, drawn) => {
      const places = sameWords(source, drawn)
      let last = -1
      for (const [i, place] of places.entries()) {
        if (place === undefined) continue
        expect(drawn[place]).toBe(source[i])
        expect(place).toBeGreaterThan(last)
        last = place
      }
    }),
  )
})
