import { expect, test } from 'vitest'
import { pagesInWords } from './page-words.js'

test.each([
  [[4], 'page 4'],
  [[4, 5], 'pages 4 and 5'],
  [[3, 5, 6, 7, 8, 9, 12], 'pages 3, 5 to 9, and 12'],
  [[1_200], 'page 1,200'],
  [[1, 3, 5, 7, 9, 11, 13, 15, 17, 20, 21], 'pages 1, 3, 5, 7, 9, 11, 13, 15, and 3 more'],
  [[1, 4, 5], 'pages 1, 4, and 5'],
])('pages are named in ranges, and a long list ends: %j', (pages, words) => {
  expect(pagesInWords(pages)).toBe(words)
})
