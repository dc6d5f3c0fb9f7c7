import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { DraggedFiles } from './dragged-files.js'

test('a dragged file has the name of what it is, only its user can read it, and it is gone when the folder is emptied', () => {
  const home = mkdtempSync(join(tmpdir(), 'parley-dragged-'))
  const files = new DraggedFiles(home)
  const [one, two] = ['first', 'second'].map((text) => files.write('Letter/to the landlord', 'md', text))
  if (!one || !two) throw new Error('Nothing was written.')
  expect(basename(one)).toBe('Letter to the landlord.md')
  expect([readFileSync(one, 'utf8'), readFileSync(two, 'utf8')]).toEqual(['first', 'second'])
  expect(dirname(dirname(one))).toBe(join(home, 'dragged'))
  for (const folder of [dirname(one), join(home, 'dragged')]) expect(statSync(folder).mode & 0o077).toBe(0)
  expect(statSync(one).mode & 0o077).toBe(0)
  files.empty()
  expect(existsSync(join(home, 'dragged'))).toBe(false)
  files.empty()
})
