import { expect, test } from 'vitest'
import { cascaded, halvesOf, placeOnScreen, withHeight } from './on-screen.js'

const laptop = { workArea: { x: 0, y: 25, width: 1440, height: 875 } }
const beside = { workArea: { x: 1440, y: 0, width: 1920, height: 1080 } }

test('a window opens where it was closed', () => {
  expect(placeOnScreen({ x: 1600, y: 90, width: 700 }, [laptop, beside])).toEqual({ x: 1600, y: 90, width: 700 })
})

test.each([
  ['on a screen that is unplugged', { x: 1600, y: 90 }],
  ['with its title bar above the screen', { x: 40, y: 0 }],
  ['with too little to grab on the right', { x: 1400, y: 90 }],
  ['with too little to grab at the bottom', { x: 40, y: 880 }],
])('a window %s gets a new position, because nobody could reach it', (_, place) => {
  expect(placeOnScreen({ ...place, width: 700 }, [laptop])).toEqual({ width: 700 })
})

test('a window is never larger than the largest screen', () => {
  expect(placeOnScreen({ x: 1500, y: 90, width: 16_000, height: 16_000 }, [laptop, beside])).toEqual({
    x: 1500,
    y: 90,
    width: 1920,
    height: 1080,
  })
})

test('a window that was never open has no position', () => {
  expect(placeOnScreen({ x: undefined, y: undefined, width: 700 }, [laptop])).toEqual({ width: 700 })
})

test.each([
  [1440, { x: 0, width: 720 }, { x: 720, width: 720 }],
  [1441, { x: 0, width: 720 }, { x: 721, width: 720 }],
  // Both can be used, and each can be seen.
  [1000, { x: 0, width: 640 }, { x: 360, width: 640 }],
  [600, { x: 0, width: 600 }, { x: 0, width: 600 }],
])('on a screen of %d pixels two windows stand side by side', (width, left, right) => {
  const screen = { x: 0, y: 25, width, height: 875 }
  expect(halvesOf(screen, 640)).toEqual([
    { ...screen, ...left },
    { ...screen, ...right },
  ])
})

test('another window stands beside the one before, and is not as large as the screen', () => {
  expect(cascaded({ x: 10, y: 20, width: 900, height: 700, isMaximized: true })).toEqual({
    x: 38,
    y: 48,
    width: 900,
    height: 700,
    isMaximized: false,
  })
  expect(cascaded({ width: 900 })).toEqual({ width: 900, isMaximized: false })
})

test.each([
  ['grows downwards', { y: 300, height: 240 }, 500, { y: 300, height: 500 }],
  ['moves up where it would end below the screen', { y: 700, height: 120 }, 500, { y: 400, height: 500 }],
  [
    'is never higher than the screen, so that its title bar stays in reach',
    { y: 300, height: 240 },
    5_000,
    { y: 77, height: 823 },
  ],
  ['keeps a minimal height', { y: 300, height: 240 }, 0, { y: 300, height: 120 }],
])('a window that follows its content %s', (_, before, height, after) => {
  const bounds = { x: 10, width: 560 }
  expect(withHeight({ ...bounds, ...before }, height, laptop.workArea)).toEqual({ ...bounds, ...after })
})
