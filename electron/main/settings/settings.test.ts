import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { SettingsFile } from './settings.js'
import { settingsSchema } from './settings-schema.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const changed = {
  ...initialSettings,
  writesTitles: false,
  summaryForm: 'timeline' as const,
  ocrLanguages: ['deu' as const],
  defaults: { ...initialSettings.defaults, effort: 'high' as const, temperature: 0.3, instructions: 'Be brief.' },
}

test('settings survive a restart, in a file that only its owner can read', () => {
  expect(new SettingsFile(folder).value).toEqual(initialSettings)
  new SettingsFile(folder).save(changed)
  expect(new SettingsFile(folder).value).toEqual(changed)
  expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

test.each(['', '{"defaults":', '[1]', 'null'])(
  'a file that is no JSON object, %j, is renamed and reported, and the initial settings apply',
  (content) => {
    writeFileSync(join(folder, 'settings.json'), content)
    const settings = new SettingsFile(folder)
    expect(settings.value).toEqual(initialSettings)
    expect(settings.notice).toContain('settings.damaged.json')
    expect(readFileSync(join(folder, 'settings.damaged.json'), 'utf8')).toBe(content)
    settings.save(changed)
    expect(new SettingsFile(folder).value).toEqual(changed)
  },
)

const { maxTokens: _, ...fewer } = changed.defaults

test.each([
  ['of an earlier version', { writesTitles: false }, { ...initialSettings, writesTitles: false }],
  ['of an earlier version', { ...changed, defaults: fewer }, changed],
  ['of a later version', { ...changed, sound: 'loud', defaults: { ...changed.defaults, mood: 'calm' } }, changed],
  ['with a damaged field', { ...changed, writesTitles: 'no' }, { ...changed, writesTitles: true }],
  ['with a language that this version lacks', { ...changed, ocrLanguages: ['tlh'] }, { ...changed, ocrLanguages: [] }],
  [
    'with a damaged field',
    { ...changed, defaults: { ...changed.defaults, effort: 'extreme' } },
    { ...changed, defaults: { ...changed.defaults, effort: 'medium' } },
  ],
  ['with damaged defaults', { ...changed, defaults: 7 }, { ...changed, defaults: initialSettings.defaults }],
])('a file %s loses no more than that: %j', (_, stored, expected) => {
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(stored))
  const settings = new SettingsFile(folder)
  expect(settings.value).toEqual(expected)
  expect(settings.notice).toBeUndefined()
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

test('keys of a later version are kept after a save', () => {
  const file = join(folder, 'settings.json')
  const later = { ...changed, sound: 'loud', defaults: { ...changed.defaults, mood: 'calm' } }
  writeFileSync(file, JSON.stringify(later))
  new SettingsFile(folder).save({ ...changed, writesTitles: true })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ ...later, writesTitles: true })
})

test('every default is valid in its own schema', () => {
  expect(settingsSchema.parse(initialSettings)).toEqual(initialSettings)
})

test('a failed save changes neither the file nor the settings', () => {
  const settings = new SettingsFile(folder)
  settings.save(changed)
  const file = join(folder, 'settings.json')
  writeFileSync(`${file}.new`, '')
  rmSync(`${file}.new`)
  const unwritable = new SettingsFile(join(folder, 'not-there'))
  expect(() => unwritable.save(initialSettings)).toThrow()
  expect(unwritable.value).toEqual(initialSettings)
  expect(existsSync(join(folder, 'not-there'))).toBe(false)
  expect(new SettingsFile(folder).value).toEqual(changed)
})

test('a save that the system refuses gives a sentence with what is safe and what to do', () => {
  const settings = new SettingsFile(folder)
  settings.save(changed)
  const aside = `${folder}.aside`
  renameSync(folder, aside)
  writeFileSync(folder, 'a file where the folder should be')
  expect(() => settings.save(initialSettings)).toThrow(
    'The settings could not be saved. Nothing has changed. Check that Parley’s data folder is writable (ENOTDIR).',
  )
  rmSync(folder)
  renameSync(aside, folder)
  expect(settings.value).toEqual(changed)
  expect(new SettingsFile(folder).value).toEqual(changed)
})

const inPlace = [
  ['a folder', (path: string) => mkdirSync(path)],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
  ['a link to nothing', (path: string) => symlinkSync('/nowhere/at/all', path)],
  ['a link to itself', (path: string) => symlinkSync(path, path)],
] as const
const names = ['settings.json', 'settings.json.new', 'settings.damaged.json'] as const

test.each(inPlace.flatMap(([what, make]) => names.map((name) => [what, name, make] as const)))(
  '%s in the place of %s neither stops the app nor is lost, and settings can be saved',
  (_, name, make) => {
    make(join(folder, name))
    if (name === 'settings.damaged.json') writeFileSync(join(folder, 'settings.json'), '{')
    const settings = new SettingsFile(folder)
    expect(settings.value).toEqual(initialSettings)
    settings.save(changed)
    expect(new SettingsFile(folder).value).toEqual(changed)
    const left = [folder, join(folder, 'damaged')].flatMap((each) => (existsSync(each) ? readdirSync(each) : []))
    const kinds = [folder, join(folder, 'damaged')]
      .flatMap((each) => (existsSync(each) ? readdirSync(each).map((file) => lstatSync(join(each, file))) : []))
      .filter((stat) => !stat.isFile())
    expect(left).toContain('settings.json')
    expect(kinds.length).toBeGreaterThan(0)
  },
)

test('a file that is too large to be settings is put aside unread', () => {
  const file = join(folder, 'settings.json')
  writeFileSync(file, '')
  truncateSync(file, 3_000_000_000)
  const settings = new SettingsFile(folder)
  expect(settings.notice).toContain('settings.damaged.json')
  settings.save(changed)
  expect(new SettingsFile(folder).value).toEqual(changed)
})

// A small disk can be mounted by root alone.
if (process.platform === 'linux' && process.getuid?.() === 0)
  test('a disk that fills up during a save never leaves half a file', () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'parley-test', folder])
    try {
      const settings = new SettingsFile(folder)
      settings.save(changed)
      const long = { ...changed, defaults: { ...changed.defaults, instructions: 'x'.repeat(100_000) } }
      expect(() => settings.save(long)).toThrow(expect.objectContaining({ code: 'disk-full' }))
      expect(new SettingsFile(folder).value).toEqual(changed)
      expect(readdirSync(folder)).toEqual(['settings.json'])
    } finally {
      execFileSync('umount', [folder])
    }
  })

test.each([
  { temperature: 2.1 },
  { temperature: -0.1 },
  { topP: 0 },
  { topP: 1.01 },
  { maxTokens: 0 },
  { maxTokens: 1.5 },
  { seed: -1 },
  { seed: 2 ** 31 },
  { minP: 1.1 },
  { topK: 0.5 },
  { topK: -1 },
  { repetitionPenalty: 0 },
  { effort: 'extreme' },
  { instructions: 'x'.repeat(200_001) },
  { temperature: Number.NaN },
  { more: 1 },
])('%j is no setting', (change) => {
  const settings = { ...initialSettings, defaults: { ...initialSettings.defaults, ...change } }
  expect(settingsSchema.safeParse(settings).success).toBe(false)
})
