import { expect, test } from 'vitest'
import { bytesBySpelling, gpt2Alphabet } from './vocabulary.js'

test('the byte-level alphabet has a character for each of the 256 bytes', () => {
  const spellings = ['ĠA!~¡ÿ', 'ĀĊčŃ', 'âĤ¬']
  const bytesOf = bytesBySpelling(gpt2Alphabet, (id) => spellings[id])
  expect([...bytesOf(0)]).toEqual([32, 65, 33, 126, 161, 255])
  expect([...bytesOf(1)]).toEqual([0, 10, 13, 173])
  expect(new TextDecoder().decode(bytesOf(2))).toBe('€')
  expect([...bytesOf(3)]).toEqual([])
  expect(new Set(gpt2Alphabet).size).toBe(256)
})
