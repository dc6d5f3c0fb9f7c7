import { expect, test } from 'vitest'
import { extended, noSelection, stillThere, toggled } from './selection.js'

const order = ['a', 'b', 'c', 'd', 'e']
const idsOf = ({ ids }: { readonly ids: ReadonlySet<string> }) => [...ids]

test('a range goes from the anchor in both directions, and a new range replaces the old one', () => {
  const start = toggled(noSelection, 'c', null)
  const down = extended(start, 'e', null, order)
  expect(idsOf(down)).toEqual(['c', 'd', 'e'])
  expect(idsOf(extended(down, 'a', null, order))).toEqual(['a', 'b', 'c'])
})

test('the open conversation belongs to the first selection', () => {
  expect(idsOf(toggled(noSelection, 'c', 'a'))).toEqual(['a', 'c'])
  expect(idsOf(extended(noSelection, 'c', 'a', order))).toEqual(['a', 'b', 'c'])
})

test('the last selected row stays selected, so that a click always leads to a selection', () => {
  expect(idsOf(toggled(toggled(noSelection, 'b', null), 'b', null))).toEqual(['b'])
})

test('rows that have gone leave the selection', () => {
  const all = extended(toggled(noSelection, 'a', null), 'c', null, order)
  expect(idsOf(stillThere(all, new Set(['b', 'd'])))).toEqual(['b'])
  expect(stillThere(all, new Set())).toBe(noSelection)
})
