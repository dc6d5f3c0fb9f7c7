import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shortcutWords } from '../../../contract/accelerator.js'
import { type MenuCommand, menuActions, readOpenCommand } from '../../../contract/menu.js'
import { type BarEntry, helpMenu, menuBar } from '../../../contract/menu-bar.js'

const actions = Object.entries(menuActions) as readonly [MenuCommand, (typeof menuActions)[MenuCommand]][]

test('the README lists every shortcut of the menu with the name of its item', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
  const listed = [...readme.matchAll(/^\| ([⌃⌥⇧⌘]\S+) \| (.+) \|$/gm)].map(([, key, label]) => `${key} ${label}`)
  const expected = actions
    .filter(([command]) => readOpenCommand(command) === undefined)
    .flatMap(([, { keys: own, label }]) => (own === undefined ? [] : [`${shortcutWords(own, 'darwin')} ${label}`]))
  expect(listed.toSorted()).toEqual([...expected, '⌘1…9 Conversation 1…9'].toSorted())
})

const commandsOf = (entry: BarEntry): readonly string[] =>
  typeof entry === 'string' ? [entry] : 'role' in entry ? [] : entry.entries.flatMap(commandsOf)

test('the menu bar has every action, for macOS can give a shortcut to a menu item only', () => {
  const inBar = [...menuBar, helpMenu].flatMap(({ entries }) => entries.flatMap(commandsOf))
  const placed = inBar.filter((command) => command !== 'separator')
  expect(placed.toSorted()).toEqual(actions.map(([command]) => command).toSorted())
})

test('no two actions have the same shortcut', () => {
  for (const isMac of [true, false]) {
    const used = actions.flatMap(([, action]) => (isMac ? action.keys : (action.otherKeys ?? action.keys)) ?? [])
    expect(new Set(used).size).toBe(used.length)
  }
})
