import { expect, test } from 'vitest'
import { isBlank, toGray, toPgm } from './gray-image.js'

const plain = (shade: number) => ({ width: 100, height: 100, pixels: new Uint8Array(10_000).fill(shade) })

test('colours become shades of gray, white stays white and black black', () => {
  const data = new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 0, 255, 0, 255])
  expect([...toGray({ width: 3, height: 1, data }).pixels]).toEqual([255, 0, 149])
})

test('a plain page is blank, whatever its shade, and so is one with specks', () => {
  expect(isBlank(plain(255))).toBe(true)
  expect(isBlank(plain(30))).toBe(true)
  const specks = plain(255)
  specks.pixels.fill(0, 500, 520)
  expect(isBlank(specks)).toBe(true)
})

test('a page with one small word is not blank', () => {
  const word = plain(255)
  word.pixels.fill(0, 500, 560)
  expect(isBlank(word)).toBe(false)
})

test('a PGM file has its size in front of its pixels', () => {
  const file = toPgm({ width: 2, height: 1, pixels: new Uint8Array([7, 9]) })
  expect(new TextDecoder().decode(file.subarray(0, -2))).toBe('P5 2 1 255\n')
  expect([...file.subarray(-2)]).toEqual([7, 9])
})
