import { expect, test } from 'vitest'
import { fromHalf, toHalf } from './half.mjs'

test('every finite number of 16 bits comes back with the same bits', () => {
  const all = Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00)
  expect(all.filter((bits) => toHalf(fromHalf(bits)) !== bits)).toEqual([])
})

test('known values', () => {
  expect([0x3c00, 0xc000, 0x0001, 0x7bff].map(fromHalf)).toEqual([1, -2, 2 ** -24, 65_504])
  expect([0x7c00, 0xfc00].map(fromHalf)).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
})

test('a number that needs more than 16 bits is refused', () => {
  expect([1 / 3, 65_505, 2 ** -25, 1 + 2 ** -11].map(toHalf)).toEqual([undefined, undefined, undefined, undefined])
})
