import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialView, type ViewState } from '../../../contract/view.js'
import { asView, ViewStateFile } from './view-state.js'

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
const initialPlace = { x: undefined, y: undefined, width: 1100, height: 760 }
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
  const { mainWindows, settingsPlace: place } = new ViewStateFile(folder)
  expect(mainWindows).toHaveLength(1)
  expect({ ...mainWindows[0], settingsPlace: place }).toEqual(expected)
})

test.each(['', '{"window":', '[1]'])('a file that is no JSON object, %j, gives the defaults', (content) => {
  writeFileSync(file(), content)
  const state = new ViewStateFile(folder)
  expect(state.mainWindows).toEqual([{ window: { ...window, ...initialPlace }, view: initialView }])
  state.saveMainWindows([{ window, view }])
  expect(new ViewStateFile(folder).mainWindows).toEqual([{ window, view }])
  expect(readdirSync(folder)).toEqual(['view.json'])
})

test('keys of a later version are kept after a save', () => {
  const later = { panels: 3, window: { ...window, display: 'left' }, view: { ...view, mood: 'calm' }, settingsPlace }
  writeFileSync(file(), JSON.stringify(later))
  const state = new ViewStateFile(folder)
  state.saveMainWindows([{ window: { ...window, x: 7 }, view: { ...view, textScale: 90 } }])
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
    ...later,
    window: { ...later.window, x: 7 },
    view: { ...later.view, textScale: 90 },
    others: [],
    lastVersion: '',
  })
})

test.each([1e9, 2 ** 31, 1e300])('a width of %d pixels is none, because no GPU can draw it', (width) => {
  writeFileSync(file(), JSON.stringify({ ...whole, window: { ...window, width } }))
  expect(new ViewStateFile(folder).mainWindows[0].window).toEqual({ ...window, width: 1100 })
})

test.each([
  ['a folder', (path: string) => mkdirSync(path)],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
])('%s in the place of the file, or of the file that replaces it, does not stop the app', (_, make) => {
  make(file())
  make(`${file()}.new`)
  const state = new ViewStateFile(folder)
  expect(state.mainWindows).toEqual([{ window: { ...window, ...initialPlace }, view: initialView }])
  state.saveMainWindows([{ window, view }])
  expect(new ViewStateFile(folder).mainWindows).toEqual([{ window, view }])
})

test('the version that ran before is known once, and not from a damaged file', () => {
  expect(new ViewStateFile(folder).changeVersion('0.1.0')).toBe('')
  expect(new ViewStateFile(folder).changeVersion('0.2.0')).toBe('0.1.0')
  expect(new ViewStateFile(folder).changeVersion('0.2.0')).toBe('0.2.0')
  writeFileSync(file(), '{"lastVersion": 3}')
  expect(new ViewStateFile(folder).changeVersion('0.2.0')).toBe('')
})

test('a view with an unknown key is refused', () => {
  expect(() => asView({ ...view, mood: 'calm' })).toThrow()
})

const behind = { window: { ...window, x: 300 }, view: { ...view, conversationId: 'd' } }

test('several windows are all there again, the front one first', () => {
  new ViewStateFile(folder).saveMainWindows([{ window, view }, behind])
  expect(new ViewStateFile(folder).mainWindows).toEqual([{ window, view }, behind])
})

test.each([
  ['no list', 'many', []],
  ['entries that are no windows', [3, null, behind], [behind]],
  [
    'a damaged field, which is then that of the front window',
    [{ ...behind, window: { x: 'left' } }],
    [{ ...behind, window }],
  ],
  ['more windows than memory', Array.from({ length: 5_000 }, () => behind), Array.from({ length: 19 }, () => behind)],
])('a file with %s in place of the other windows loses no more than that', (_, others, expected) => {
  writeFileSync(file(), JSON.stringify({ ...whole, others }))
  expect(new ViewStateFile(folder).mainWindows).toEqual([{ window, view }, ...expected])
})
