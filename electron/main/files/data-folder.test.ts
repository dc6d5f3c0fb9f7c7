import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareDataFolder } from './data-folder.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-folder-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

test('a folder that is not there yet is made, and stays empty', () => {
  const home = join(folder, 'a', 'b')
  expect(prepareDataFolder(home)).toBeUndefined()
  expect(readdirSync(home)).toEqual([])
})

test('a folder that cannot be written is named in a sentence that says what to do', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  for (const home of [file, join(file, 'below')]) {
    expect(prepareDataFolder(home)).toMatch(/cannot write there \((EEXIST|ENOTDIR)\).*Check that/)
    expect(prepareDataFolder(home)).toContain(home)
  }
})

test('what Chromium would wait for, or take for the lock of another Parley, is put aside', () => {
  mkdirSync(join(folder, 'SingletonLock'))
  execFileSync('mkfifo', [join(folder, 'Preferences'), join(folder, 'settings.json')])
  symlinkSync('host-123', join(folder, 'SingletonCookie'))
  writeFileSync(join(folder, 'notes.txt'), '')
  expect(prepareDataFolder(folder)).toBeUndefined()
  expect(readdirSync(folder).sort()).toEqual(['SingletonCookie', 'damaged', 'notes.txt', 'settings.json'])
  expect(readdirSync(join(folder, 'damaged')).sort()).toEqual(['Preferences', 'SingletonLock'])
})
