import { expect, test } from 'vitest'
import type { Recognition } from './recognition.js'
import { recognizeText } from './recognize-text.js'

const image = { width: 1, height: 1, pixels: new Uint8Array(1) }
const found = (confidence: number, words = 100): Recognition => ({ lines: [], confidence, words })

/** Reads as `results` says by layout and turn, and keeps what was tried. */
function read(results: Readonly<Record<string, Recognition>>, now?: () => number) {
  const tries: string[] = []
  const recognize = (_: unknown, { layout, turn }: { layout: string; turn: number }) => {
    tries.push(`${layout} ${turn}`)
    return results[`${layout} ${turn}`] ?? found(30)
  }
  return { tries, best: recognizeText({ recognize }, image, now) }
}

test('a legible page is read once', () => {
  expect(read({ 'auto 0': found(90) }).tries).toEqual(['auto 0'])
})

test('a page that stands on its head or lies on its side is turned', () => {
  expect(read({ 'auto 0': found(37), 'auto 180': found(94) })).toEqual({
    tries: ['auto 0', 'auto 180'],
    best: found(94),
  })
  expect(read({ 'auto 0': found(37), 'auto 270': found(88) }).best).toEqual(found(88))
})

test('a page that is hard to read is tried as one block, and the better result counts', () => {
  expect(read({ 'auto 0': found(60), 'block 0': found(65) }).best).toEqual(found(65))
  expect(read({ 'auto 0': found(60), 'block 0': found(50) }).best).toEqual(found(60))
})

test('two sure words are no better than a page of less sure ones', () => {
  expect(read({ 'auto 0': found(60), 'block 0': found(95, 2) }).best).toEqual(found(60))
})

test('no try begins when most of the time of a page is gone', () => {
  let time = 0
  const clock = () => {
    time += 5_000
    return time
  }
  expect(read({ 'auto 0': found(37) }, clock).tries).toEqual(['auto 0', 'auto 180'])
})
