import { expect, test } from 'vitest'
import { menuActions, readOpenCommand } from '../../contract/menu.js'
import { actionItems, matchingItems } from './palette-items.js'

const items = actionItems('darwin')
const found = (query: string) => matchingItems(items, query, 5).map(({ id }) => id)

test('it has every action of the app but those with a number', () => {
  const expected = Object.keys(menuActions).filter((command) => readOpenCommand(command as 'open-1') === undefined)
  // The menu of the app has Settings on macOS.
  expect([...items.map(({ id }) => id), 'settings'].toSorted()).toEqual(expected.toSorted())
})

test('an action is found by the beginning of its name, by its words in any order, and by what else people call it', () => {
  expect(found('find')[0]).toBe('find')
  expect(found('trash')).toEqual(['trash'])
  expect(found('text larger')[0]).toBe('text-larger')
  expect(found('delete')).toContain('trash')
  expect(found('zoom')).toContain('text-larger')
  expect(found('xyzzy')).toEqual([])
})
