import { expect, test } from 'vitest'
import { hasContrast } from './visible-text.js'

/** A white page of 20 by 10 pixels, with a black pixel at `x`, `y`. */
function page(x: number, y: number) {
  const data = new Uint8ClampedArray(20 * 10 * 4).fill(255)
  data.fill(0, (y * 20 + x) * 4, (y * 20 + x) * 4 + 3)
  return { width: 20, height: 10, data }
}

test('where something is drawn there is contrast, also at the edge of a box', () => {
  expect(hasContrast(page(5, 5), { x: 2, y: 3, width: 7, height: 5 })).toBe(true)
  expect(hasContrast(page(5, 5), { x: 4.5, y: 4.5, width: 1, height: 1 })).toBe(true)
})

test('beside it there is none, nor outside of the page', () => {
  expect(hasContrast(page(5, 5), { x: 8, y: 3, width: 7, height: 5 })).toBe(false)
  expect(hasContrast(page(5, 5), { x: -50, y: -50, width: 40, height: 40 })).toBe(false)
})
