import { expect, test } from 'vitest'
import { maxPieceBytes } from '../../contract/reader.js'
import { wholeOf } from './whole-of.js'

test('a file that comes in pieces is put together, each piece in its place', async () => {
  const bytes = Uint8Array.from({ length: 2 * maxPieceBytes + 7 }, (_, index) => (index * 31) % 251)
  const asked: number[] = []
  const piece = async (from: number, to: number) => {
    asked.push(to - from)
    return bytes.slice(from, to)
  }
  expect(Buffer.compare(await wholeOf({ size: bytes.length, piece }), bytes)).toBe(0)
  expect(asked).toEqual([maxPieceBytes, maxPieceBytes, 7])
  expect(await wholeOf({ size: 3, bytes: bytes.slice(0, 3), piece })).toEqual(bytes.slice(0, 3))
  expect(asked).toHaveLength(3)
})
