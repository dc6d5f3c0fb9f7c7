import { expect, test } from 'vitest'
import type { DrawnText } from '../../../contract/drawing.js'
import { findPlaces as findPlacesBy } from './page-places.js'

const findPlaces = (passages: readonly string[], items: readonly DrawnText[]) =>
  findPlacesBy(passages, items, ({ length }) => length)

/** A line of items that are 10 units wide for each character, with one empty unit between them. */
function line(y: number, ...texts: readonly string[]): DrawnText[] {
  let x = 0
  return texts.map((text, index) => {
    const item = { text, x, y, width: text.length * 10, height: 12, endsLine: index === texts.length - 1 }
    x += item.width + 1
    return item
  })
}

test('a passage is marked line by line, whatever ends its lines', () => {
  const items = [
    ...line(0, 'Before.'),
    ...line(20, 'The old', 'ferry was re-'),
    ...line(40, 'paired.'),
    ...line(60, 'After.'),
  ]
  const { passage } = findPlaces(['Before.', '## The old ferry was repaired.', 'After.'], items)
  expect(passage(2)).toEqual([
    { x: 0, y: 20, width: 201, height: 12 },
    { x: 0, y: 40, width: 70, height: 12 },
  ])
})

test('ligatures, wide forms and accents of another kind do not matter', () => {
  const { passage } = findPlaces(['The officeﬀ caf\u00e9 ＡＢ'], line(0, 'The oﬃceff cafe\u0301 AB'))
  expect(passage(1)).toHaveLength(1)
})

test('Chinese is marked across its lines, of which none has spaces', () => {
  const items = [...line(0, '渡船每天中午'), ...line(20, '离开旧港口。')]
  expect(findPlaces(['渡船每天中午离开\n旧港口。'], items).passage(1)).toHaveLength(2)
})

test('a place in a passage is marked alone', () => {
  const { place } = findPlaces(['One ferry. Two ferries.'], line(0, 'One ferry. Two ferries.'))
  expect(place({ passage: 1, start: 4, end: 9 })).toEqual([{ x: 40, y: 0, width: 50, height: 12 }])
})

test('wide and narrow letters have their own share of a line', () => {
  const { place } = findPlacesBy(['WWWW iiii'], line(0, 'WWWW iiii'), (text) =>
    [...text].reduce((sum, letter) => sum + (letter === 'W' ? 4 : 1), 0),
  )
  const [box] = place({ passage: 1, start: 5, end: 9 })
  expect([box?.x, box?.width]).toEqual([(90 * 17) / 21, (90 * 4) / 21])
})

test('of the same words in two passages, each has its own place', () => {
  const items = [...line(0, 'Total'), ...line(20, 'Something between'), ...line(40, 'Total')]
  const { passage } = findPlaces(['Total', 'Something between', 'Total'], items)
  expect([passage(1)[0]?.y, passage(3)[0]?.y]).toEqual([0, 40])
})

test('letters from right to left are marked from the right', () => {
  const { place } = findPlaces(['שלום עולם'], line(0, 'שלום עולם'))
  expect(place({ passage: 1, start: 0, end: 4 })).toEqual([{ x: 50, y: 0, width: 40, height: 12 }])
})

test('text that stands upright is marked as a whole', () => {
  const item = { text: 'Margin', x: 5, y: 100, width: 12, height: 60, endsLine: true }
  expect(findPlaces(['Margin'], [item]).place({ passage: 1, start: 0, end: 2 })).toEqual([
    { x: 5, y: 100, width: 12, height: 60 },
  ])
})

test('what does not stand on the drawing is not marked', () => {
  const { passage, place } = findPlaces(['An answer in a form'], line(0, 'Name'))
  expect(passage(1)).toEqual([])
  expect(passage(7)).toEqual([])
  expect(place({ passage: 1, start: 0, end: 2 })).toEqual([])
  expect(findPlaces(['— …'], line(0, '— …')).passage(1)).toEqual([])
})
