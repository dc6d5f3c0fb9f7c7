import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ViewStateFile } from './view-state.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-view-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, 'view.json')
const window = { x: 10, y: 20, width: 900, height: 700, isMaximized: false }
const view = { conversationId: 'c', sidebarOpen: false, sidebarWidth: 300, textScale: 120 }
const settingsPlace = { x: 1, y: 2 }
const whole = { window, view, settingsPlace }
const { textScale: _, ...fewer } = view

test.each([
  ['of an earlier version', { window, view }, { ...whole, settingsPlace: {} }],
  ['of an earlier version', { ...whole, view: fewer }, { ...whole, view: { ...view, textScale: 100 } }],
  ['of a later version', { ...whole, panels: 3, view: { ...view, mood: 'calm' } }, whole],
  [
    'with a damaged field',
    { ...whole, view: { ...view, sidebarWidth: -1 } },
    { ...whole, view: { ...view, sidebarWidth: 260 } },
  ],
  [
    'with a damaged field',
    { ...whole, window: { ...window, x: 'left' } },
    { ...whole, window: { ...window, x: undefined } },
  ],
])('a file %s loses no more than that: %j', (_, stored, expected) => {
  writeFileSync(file(), JSON.stringify(stored))
  const state = new ViewStateFile(folder)
  expect({ window: state.window, view: state.view, settingsPlace: state.settingsPlace }).toEqual(expected)
})

test.each(['', '{"window":', '[1]'])('a file that is no JSON object, %j, gives the defaults', (content) => {
  writeFileSync(file(), content)
  const state = new ViewStateFile(folder)
  expect(state.view.textScale).toBe(100)
  state.saveView(view)
  expect(new ViewStateFile(folder).view).toEqual(view)
  expect(readdirSync(folder)).toEqual(['view.json'])
})

test('keys of a later version are kept after a save', () => {
  writeFileSync(file(), JSON.stringify({ ...whole, panels: 3 }))
  new ViewStateFile(folder).saveView({ ...view, textScale: 90 })
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ ...whole, panels: 3, view: { ...view, textScale: 90 } })
})

test('a view with an unknown key is refused', () => {
  expect(() => new ViewStateFile(folder).saveView({ ...view, ...{ mood: 'calm' } })).toThrow()
})
