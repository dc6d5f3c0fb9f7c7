import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accelerators } from '../../../contract/menu.js'

const signs: Readonly<Record<string, string>> = { Ctrl: '⌃', Shift: '⇧', CmdOrCtrl: '⌘' }
const keys: Readonly<Record<string, string>> = { Backspace: '⌫', Plus: '+', Return: '↩', Tab: '⇥' }

/** As macOS shows it: `CmdOrCtrl+Shift+F` is ⇧⌘F. */
function asShown(accelerator: string): string {
  const modifiers = accelerator.split('+')
  const key = modifiers.pop() ?? ''
  const shown = Object.entries(signs).filter(([name]) => modifiers.includes(name))
  return shown.map(([, sign]) => sign).join('') + (keys[key] ?? key)
}

test('the README lists every shortcut of the menu with the name of its item', () => {
  const menu = readFileSync(join(import.meta.dirname, 'menu.ts'), 'utf8')
  const labels = new Map([...menu.matchAll(/item\('([^']+)', '([a-z-]+)'\)/g)].map(([, label, id]) => [id, label]))
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
  const listed = [...readme.matchAll(/^\| ([⌃⇧⌘]\S+) \| (.+) \|$/gm)].map(([, key, label]) => `${key} ${label}`)
  const expected = Object.entries(accelerators).map(([id, accelerator]) => `${asShown(accelerator)} ${labels.get(id)}`)
  expect(listed.toSorted()).toEqual([...expected, '⌃⌘S Sidebar', '⌘, Settings…'].toSorted())
})
