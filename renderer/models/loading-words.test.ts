import { expect, test } from 'vitest'
import { loadingWords } from './loading-words.js'

test('the loaded bytes and the total have the same unit, so that the number never seems to fall', () => {
  expect(loadingWords(4_100_000_000, 11_178_480_768)).toBe('4.1 of 11.2 GB')
  expect(loadingWords(950_000, 11_178_480_768)).toBe('0.0 of 11.2 GB')
  expect(loadingWords(3_150_000, 3_900_000)).toBe('3.1 of 3.9 MB')
  expect(loadingWords(0, 0)).toBe('0.0 of 0.0 KB')
})
