import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.js'

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [43_210, '43 KB'],
  [999_600, '1 MB'],
  [3_100_000, '3.1 MB'],
  [19_960_000, '20 MB'],
])('%i bytes are never shown as 1000 of a unit', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})
