import { expect, test } from 'vitest'
import { toDrawnTexts } from './drawn-text.js'
import type { TextItem } from './lines.js'

/** Of an upright page 800 points high. */
const upright = { transform: [1, 0, 0, -1, 0, 800] }
const item = (transform: readonly number[], str = 'ferry', hasEOL = false): TextItem & { fontName: string } => ({
  str,
  transform,
  width: 50,
  height: 10,
  hasEOL,
  fontName: 'f',
})
const styles = { f: { ascent: 0.8, descent: -0.2 } }

test('a text stands in a box around its baseline, from the top left', () => {
  expect(toDrawnTexts([item([10, 0, 0, 10, 100, 700])], upright, styles)).toEqual([
    { text: 'ferry', x: 100, y: 92, width: 50, height: 10, endsLine: false },
  ])
})

test('a text that runs upwards stands in a high and narrow box', () => {
  expect(toDrawnTexts([item([0, 10, -10, 0, 100, 700])], upright, styles)).toEqual([
    { text: 'ferry', x: 92, y: 50, width: 10, height: 50, endsLine: false },
  ])
})

test('hidden characters and white space are no text to select', () => {
  expect(toDrawnTexts([item([10, 0, 0, 10, 0, 0], 'a\u200bb')], upright, {})[0]?.text).toBe('ab')
  expect(toDrawnTexts([item([10, 0, 0, 10, 0, 0], '  ')], upright, {})).toEqual([])
})

test('a line ends where pdf.js ends it, also in an item without text', () => {
  const at = [10, 0, 0, 10, 0, 0]
  const texts = toDrawnTexts([item(at), item(at, '', true), item(at, 'two', true)], upright, styles)
  expect(texts.map(({ text, endsLine }) => [text, endsLine])).toEqual([
    ['ferry', true],
    ['two', true],
  ])
})
