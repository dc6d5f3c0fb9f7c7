import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { grounded } from './ground.js'
import { PassageText } from './plan.js'

const passage =
  '# Bees\nThe queen does not rule the hive. Decisions are made by many bees together. She lives for four years.'
const text = new PassageText([{ page: 1, passages: [passage] }])
const point = (words: string): SummaryPoint => ({ text: words, page: 1, passage: 1, isQuote: false })
const supported = point('The queen does not rule over the hive.')
const garbled = point('The queen is a symbol, and her decisions are often made by the bees.')
const invented = point('Honey cures colds in winter.')

test('a point that its passage hardly supports becomes the sentence that it is most like', () => {
  expect(grounded([supported, garbled, invented], text, 0.6)).toEqual([
    supported,
    { ...garbled, text: 'Decisions are made by many bees together.', isQuote: true },
  ])
})

test('the last point stays, and a large model keeps its words', () => {
  expect(grounded([invented], text, 0.6)).toEqual([invented])
  expect(grounded([garbled, invented], text, 0)).toEqual([garbled, invented])
})

test('two points that become one sentence are one point', () => {
  expect(grounded([garbled, point('Decisions, often made by bees.')], text, 0.9)).toHaveLength(1)
})
