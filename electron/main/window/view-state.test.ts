import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ViewState } from '../../../contract/view.js'
import { ViewStateFile } from './view-state.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-view-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, 'view.json')
const window = { x: 10, y: 20, width: 900, height: 700, isMaximized: false }
const view: ViewState = {
  conversationId: 'c',
  sidebarOpen: false,
  sidebarWidth: 300,
  pageWidth: 500,
  textScale: 120,
  sort: 'title',
  closedFolders: ['f'],
}
const settingsPlace = { x: 1, y: 2 }
const whole = { window, view, settingsPlace }
const { textScale: _, ...fewer } = view
const { pageWidth: __, ...withoutPages } = view
const { sort: ___, closedFolders: ____, ...withoutOrder } = view

test.each([
  ['of an earlier version', { window, view }, { ...whole, settingsPlace: {} }],
  ['of an earlier version', { ...whole, view: fewer }, { ...whole, view: { ...view, textScale: 100 } }],
  ['of an earlier version', { ...whole, view: withoutPages }, { ...whole, view: { ...view, pageWidth: 460 } }],
  [
    'of an earlier version',
    { ...whole, view: withoutOrder },
    { ...whole, view: { ...view, sort: 'used', closedFolders: [] } },
  ],
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
  const later = { panels: 3, window: { ...window, display: 'left' }, view: { ...view, mood: 'calm' }, settingsPlace }
  writeFileSync(file(), JSON.stringify(later))
  const state = new ViewStateFile(folder)
  state.saveView({ ...view, textScale: 90 })
  state.saveWindow({ ...window, x: 7 })
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
    ...later,
    window: { ...later.window, x: 7 },
    view: { ...later.view, textScale: 90 },
  })
})

test.each([1e9, 2 ** 31, 1e300])('a width of %d pixels is none, because no GPU can draw it', (width) => {
  writeFileSync(file(), JSON.stringify({ ...whole, window: { ...window, width } }))
  expect(new ViewStateFile(folder).window).toEqual({ ...window, width: 1100 })
})

test.each([
  ['a folder', (path: string) => mkdirSync(path)],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
])('%s in the place of the file, or of the file that replaces it, does not stop the app', (_, make) => {
  make(file())
  make(`${file()}.new`)
  const state = new ViewStateFile(folder)
  expect(state.view.textScale).toBe(100)
  state.saveView(view)
  expect(new ViewStateFile(folder).view).toEqual(view)
})

test('a view with an unknown key is refused', () => {
  expect(() => new ViewStateFile(folder).saveView({ ...view, ...{ mood: 'calm' } })).toThrow()
})
