import { expect, test } from 'vitest'
import { type TesseractPage, toRecognition } from './recognition.js'

type Word = readonly [text: string, confidence?: number]

/** A line at `x0`, `y0` pixels from the top left, each letter 10 pixels wide. */
function line(x0: number, y0: number, ...words: readonly Word[]) {
  let left = x0
  return {
    rowAttributes: { rowHeight: 20 },
    baseline: { y0, y1: y0 },
    words: words.map(([text, confidence = 90]) => {
      const bbox = { x0: left, x1: left + text.length * 10 }
      left = bbox.x1 + 10
      return { text, confidence, bbox }
    }),
  }
}
type Block = ReturnType<typeof line>[]
const page = (...blocks: readonly Block[]): TesseractPage => ({
  blocks: blocks.map((lines) => ({ paragraphs: [{ lines }] })),
})
const texts = (...blocks: readonly Block[]) => toRecognition(page(...blocks), 1_000).lines.map(({ text }) => text)

test('a line has its place and size, counted from the bottom', () => {
  expect(toRecognition(page([line(50, 100, ['The'], ['ferry'])]), 1_000)).toEqual({
    lines: [{ text: 'The ferry', left: 50, right: 140, y: 900, size: 20 }],
    confidence: 90,
    words: 2,
  })
})

test('the certainty counts letters, and stains are no words', () => {
  const { lines, confidence, words } = toRecognition(page([line(0, 0, ['harbour', 90], ['~', 10])]), 1_000)
  expect(lines.map(({ text }) => text)).toEqual(['harbour'])
  expect(confidence).toBe(80)
  expect(words).toBe(1)
})

test('a page without words has no certainty', () => {
  expect(toRecognition({ blocks: null }, 1_000)).toEqual({ lines: [], confidence: 0, words: 0 })
})

test('between Chinese and Japanese characters stand no spaces', () => {
  expect(texts([line(0, 0, ['この'], ['文書'], ['Debian'], ['の'])])).toEqual(['この文書 Debian の'])
})

test('the columns of a table are rows', () => {
  const left = [line(0, 0, ['Rent']), line(0, 30, ['Power']), line(0, 60, ['Water'])]
  const right = [line(300, 1, ['12.50']), line(300, 30, ['7.25']), line(300, 59, ['3.00'])]
  expect(texts(left, right)).toEqual(['Rent 12.50', 'Power 7.25', 'Water 3.00'])
})

test('the columns of a newspaper are read one after the other', () => {
  const column = (x0: number, word: string) =>
    [0, 30, 60].map((y0) => line(x0, y0, [word], [word], [word], [word], [word]))
  const five = (word: string) => Array.from({ length: 3 }, () => `${word} ${word} ${word} ${word} ${word}`)
  expect(texts(column(0, 'one'), column(400, 'two'))).toEqual([...five('one'), ...five('two')])
})

test('short lines below each other are no rows', () => {
  const above = [line(0, 0, ['one']), line(0, 30, ['two']), line(0, 60, ['three'])]
  const below = [line(0, 200, ['four']), line(0, 230, ['five']), line(0, 260, ['six'])]
  expect(texts(above, below)).toEqual(['one', 'two', 'three', 'four', 'five', 'six'])
})
