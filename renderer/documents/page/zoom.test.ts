import { expect, test } from 'vitest'
import { maxZoom, minZoom, pinched, zoomedIn, zoomedOut, zoomedWidth, zoomOfPress } from './zoom.js'

const press = (key: string, change = {}) => ({ key, metaKey: false, ctrlKey: false, altKey: false, ...change })

test('zooming in and out returns, and ends at the last step', () => {
  for (let zoom: number = minZoom; zoom < maxZoom; zoom = zoomedIn(zoom)) expect(zoomedOut(zoomedIn(zoom))).toBe(zoom)
  expect(zoomedIn(maxZoom)).toBe(maxZoom)
  expect(zoomedOut(minZoom)).toBe(minZoom)
})

test('two fingers zoom without steps, as far as the buttons do, and the buttons go on from there', () => {
  expect(pinched(1, -10)).toBeCloseTo(1.105)
  expect(pinched(pinched(1, -30), 30)).toBeCloseTo(1)
  expect(pinched(1, -1_000)).toBe(maxZoom)
  expect(pinched(1, 1_000)).toBe(minZoom)
  expect(zoomedIn(pinched(1, -10))).toBe(1.25)
})

test('a page is never drawn without a width, nor wider than main draws', () => {
  expect(zoomedWidth(460.4, 1.25)).toBe(576)
  expect(zoomedWidth(0.2, 0.5)).toBe(1)
  expect(zoomedWidth(9_000, 4)).toBe(10_000)
})

test.each([
  ['+', 1.25],
  ['=', 1.25],
  ['-', 0.75],
  ['0', 1],
])('⌘%s zooms the page', (key, zoom) => {
  expect(zoomOfPress(press(key, { metaKey: true }), 'darwin')?.(1)).toBe(zoom)
  expect(zoomOfPress(press(key, { ctrlKey: true }), 'linux')?.(1)).toBe(zoom)
})

test('other keys and other modifiers do not', () => {
  expect(zoomOfPress(press('+'), 'darwin')).toBeUndefined()
  expect(zoomOfPress(press('+', { ctrlKey: true }), 'darwin')).toBeUndefined()
  expect(zoomOfPress(press('+', { metaKey: true, altKey: true }), 'darwin')).toBeUndefined()
  expect(zoomOfPress(press('f', { metaKey: true }), 'darwin')).toBeUndefined()
})
