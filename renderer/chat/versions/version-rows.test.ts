import { expect, test } from 'vitest'
import type { VersionNode } from '../../../contract/versions.js'
import { firstRow, rowAfterKey, versionRows } from './version-rows.js'

const node = (messageId: string, isShown: boolean, ...children: readonly VersionNode[]): VersionNode => ({
  messageId,
  role: 'user',
  words: messageId,
  isShown,
  count: 1,
  children,
})
const rows = versionRows([node('a', false), node('b', true, node('c', true), node('d', false)), node('e', false)])

test('rows stand as they are read, with their level and their place among their siblings', () => {
  expect(rows.map(({ node: { messageId }, level, place, count }) => [messageId, level, place, count])).toEqual([
    ['a', 1, 1, 3],
    ['b', 1, 2, 3],
    ['c', 2, 1, 2],
    ['d', 2, 2, 2],
    ['e', 1, 3, 3],
  ])
  expect(firstRow(rows)).toBe(2)
  expect(firstRow([])).toBe(0)
})

test('arrows go up and down, in and out, and stop at the ends', () => {
  const walk = (from: number, ...keys: readonly string[]) =>
    keys.reduce((at, key) => rowAfterKey(rows, at, key) ?? at, from)
  expect(walk(0, 'ArrowUp')).toBe(0)
  expect(walk(0, 'ArrowDown', 'ArrowRight')).toBe(2)
  expect(walk(2, 'ArrowRight')).toBe(2)
  expect(walk(3, 'ArrowLeft')).toBe(1)
  expect(walk(1, 'ArrowLeft')).toBe(1)
  expect(walk(1, 'End', 'ArrowDown')).toBe(4)
  expect(walk(4, 'Home')).toBe(0)
})
