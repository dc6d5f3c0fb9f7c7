import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LogFile, logFolder } from './log-file.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-log-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
const sizes = () => readdirSync(logFolder(home)).map((name) => statSync(join(logFolder(home), name)).size)

test('lines are kept in order across files, and all files together stay small', () => {
  let now = 0
  const log = new LogFile(home, () => now)
  for (let line = 0; line < 900; line++) {
    now += 1_000
    log.write('error', 'main', `Line ${line} of a long night. ${'x'.repeat(1_800)}`)
  }
  expect(readdirSync(logFolder(home)).sort()).toEqual(['parley.1.log', 'parley.2.log', 'parley.3.log', 'parley.log'])
  expect(sizes().reduce((sum, size) => sum + size)).toBeLessThanOrEqual(1_048_576)
  const numbers = [...log.read().matchAll(/Line (\d+) /g)].map(([, number]) => Number(number))
  expect(numbers.at(-1)).toBe(899)
  expect(numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1)).toBe(true)
})

test('only the user can read it', () => {
  const log = new LogFile(home)
  log.write('info', 'main', 'Parley starts.')
  expect(mode(logFolder(home))).toBe('700')
  expect(mode(join(logFolder(home), 'parley.log'))).toBe('600')
})

test('a fault that repeats itself is cut off, and said to be, until the next minute', () => {
  let now = 0
  const log = new LogFile(home, () => now)
  for (let line = 0; line < 10_000; line++) log.write('error', 'window', 'A window failed.')
  const lines = log.read().trimEnd().split('\n')
  expect(lines.length).toBe(120)
  expect(lines.at(-1)).toContain('the rest of this minute is not recorded')
  now = 60_000
  log.write('error', 'window', 'A window failed.')
  expect(log.read().trimEnd().split('\n')).toHaveLength(121)
})

test('a line is one line, of bounded length', () => {
  const log = new LogFile(home)
  log.write('error', 'main', `one\ntwo\u001b[31m${'x'.repeat(100_000)}`)
  expect(log.read().trimEnd()).not.toMatch(/\p{C}/u)
  expect(log.read().length).toBeLessThanOrEqual(2_001)
})

test.each([
  ['a file where the folder should be', () => writeFileSync(logFolder(home), '')],
  ['a folder in its place', () => mkdirSync(join(logFolder(home), 'parley.log'), { recursive: true })],
  [
    'a FIFO in its place',
    () => {
      mkdirSync(logFolder(home))
      execFileSync('mkfifo', [join(logFolder(home), 'parley.log')])
    },
  ],
  [
    'a link in its place',
    () => {
      mkdirSync(logFolder(home))
      writeFileSync(join(home, 'other'), '')
      symlinkSync(join(home, 'other'), join(logFolder(home), 'parley.log'))
    },
  ],
])('%s stops nothing and is not written to', (_, make) => {
  make()
  const log = new LogFile(home)
  log.write('error', 'main', 'A line.')
  expect(log.read()).not.toContain('A line')
})

test('a data folder that is away is not made anew', () => {
  const folder = join(home, 'away')
  new LogFile(folder).write('error', 'main', 'A line.')
  expect(readdirSync(home)).toEqual([])
})
