import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { macEngine } from '../../electron/main/mac-engine.ts'
import { addonName } from '../setup/addon.mjs'
import { fetchMacMlx, macEngines } from '../setup/mlx.mjs'
import { isLinux } from '../setup/places.mjs'
import { buildMacEngine, macOut } from './build-mac-engine.mjs'
import { problemsOf } from './check-engine.mjs'
import { readMachO } from './mach-o.mjs'
import { systemNames } from './stubs.mjs'

const [oldest, newest] = macEngines
let names
let scratch

beforeAll(async () => {
  await buildMacEngine()
  names = isLinux ? systemNames(await fetchMacMlx(oldest)) : undefined
}, 1_200_000)

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'parley-mac-'))
})
afterEach(() => rmSync(scratch, { recursive: true }))

test.each(macEngines)('macOS $minimumVersion and newer can open $folder', ({ folder, minimumVersion }) => {
  expect(problemsOf(join(macOut, folder), { minimumVersion, names })).toEqual([])
})

test('the app opens each engine only on the macOS version that its MLX needs, or newer', () => {
  expect(macEngine(oldest.minimumVersion)).toBe(oldest.folder)
  expect(macEngine(newest.minimumVersion)).toBe(newest.folder)
  expect(macEngine('26.1')).toBe(oldest.folder)
  expect(problemsOf(join(macOut, newest.folder), { minimumVersion: '14.0', names })).toContain(
    'libmlx.dylib needs macOS 26.2',
  )
})

test.each([
  ["MLX's", '@rpath/libmlx.dylib', 'is not known to be in @rpath/libmlx.dylib'],
  ["Node's", 'any', 'is in no library'],
  ...(isLinux ? [["the C++ library's", '/usr/lib/libc++.1.dylib', 'is not known to be in']] : []),
])('the check finds a missing name of %s', (_, library, complaint) => {
  const folder = copyOf(oldest)
  const { name } = readMachO(join(folder, addonName)).imports.find((entry) => entry.library === library)
  const wrong = `${name.slice(0, -1)}${name.endsWith('Q') ? 'R' : 'Q'}`
  replaceText(join(folder, addonName), name, wrong)
  const problems = problemsOf(folder, { minimumVersion: oldest.minimumVersion, names })
  expect(problems).toEqual([expect.stringMatching(new RegExp(`^.*${escaped(wrong)} ${escaped(complaint)}`))])
})

test('the check finds a missing MLX library and a missing kernel file', () => {
  const folder = copyOf(newest, ['libjaccl.dylib', 'mlx.metallib'])
  expect(problemsOf(folder, { minimumVersion: newest.minimumVersion, names })).toEqual([
    'mlx.metallib is missing',
    '@rpath/libjaccl.dylib is not there',
  ])
})

test('an addon for another system is rejected because it is no Mach-O file', () => {
  const file = join(scratch, addonName)
  writeFileSync(file, Buffer.from('7f454c46'.padEnd(128, '0'), 'hex'))
  expect(() => readMachO(file)).toThrow(/is no 64-bit Mach-O file/)
})

/** A copy of an engine whose addon may be changed, without some of MLX's files. */
function copyOf({ folder }, without = []) {
  const from = join(macOut, folder)
  const libraries = join('mlx', 'lib')
  mkdirSync(join(scratch, libraries), { recursive: true })
  copyFileSync(join(from, addonName), join(scratch, addonName))
  for (const name of readdirSync(join(from, libraries)).filter((file) => !without.includes(file))) {
    symlinkSync(join(from, libraries, name), join(scratch, libraries, name))
  }
  return scratch
}

/** Replaces every occurrence of `text` in a file by a text of the same length. */
function replaceText(file, text, other) {
  const bytes = readFileSync(file)
  const found = Buffer.from(`${text}\0`)
  for (let at = bytes.indexOf(found); at >= 0; at = bytes.indexOf(found, at + 1)) bytes.write(other, at)
  writeFileSync(file, bytes)
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
