import { expect, test } from 'vitest'
import { foundWords, placesOf } from './found-ranges.js'

test('the words of a passage are the ones that it marks, without duplicates', () => {
  expect(
    foundWords({
      snippet: '…the Ferry and a ferry',
      matches: [
        [5, 10],
        [17, 22],
      ],
    }),
  ).toEqual([{ text: 'ferry', isInside: false }])
})

test('words are found at the start of a word, as in the search, and in text order', () => {
  const marked = (text: string, words: readonly string[]) =>
    placesOf(
      text,
      words.map((word) => ({ text: word, isInside: false })),
    ).map(({ start, end }) => text.slice(start, end))
  expect(marked('Harbour: the ferry, Ferries, no wherry, unferr', ['ferr', 'harb'])).toEqual(['Harb', 'ferr', 'Ferr'])
  expect(marked('私は東京に行きました', ['東京'])).toEqual(['東京'])
  expect(marked('Ferry to İstanbul', ['ferry'])).toEqual(['Ferry'])
  expect(marked('私は𠮷野家に行く', ['𠮷野'])).toEqual(['𠮷野'])
  expect(marked('ທີ່ ປະເທດລາວ ສະບາຍ', ['ລາວ'])).toEqual(['ລາວ'])
})

test('a word that the search found only inside others is marked there, and symbols anywhere', () => {
  const matches = [[5, 12]] as const
  const inside = foundWords({ snippet: 'Hafenfährenamt', matches })
  expect(inside).toEqual([{ text: 'fährena', isInside: true }])
  expect(placesOf('Die Hafenfährenämter, Fährenamt', inside)).toEqual([{ start: 22, end: 29 }])
  expect(placesOf('Autofährenamt', inside)).toEqual([{ start: 4, end: 11 }])
  const [plus = { text: '', isInside: false }] = foundWords({ snippet: 'a++', matches: [[1, 3]] })
  expect(placesOf('b++', [plus])).toEqual([{ start: 1, end: 3 }])
})
