import { expect, test } from 'vitest'
import { hasContrast } from './visible-text.js'

/** A white page of 20 by 10 pixels, with a black pixel at `x`, `y`. */
function page(x: number, y: number) {
  const data = new Uint8ClampedArray(20 * 10 * 4).fill(255)
  data.fill(0, (y * 20 + x) * 4, (y * 20 + x) * 4 + 3)
  return { width: 20, height: 10, data }
}

test('where something is drawn there is contrast, in whatever order the corners come', () => {
  expect(
    hasContrast(page(5, 5), [
      [2, 8],
      [9, 3],
    ]),
  ).toBe(true)
  expect(
    hasContrast(page(5, 5), [
      [9, 3],
      [2, 8],
    ]),
  ).toBe(true)
})

test('beside it there is none, nor outside of the page', () => {
  expect(
    hasContrast(page(5, 5), [
      [8, 8],
      [15, 3],
    ]),
  ).toBe(false)
  expect(
    hasContrast(page(5, 5), [
      [-50, -50],
      [-10, -10],
    ]),
  ).toBe(false)
})
