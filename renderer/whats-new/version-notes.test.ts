import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { versionNotes } from './version-notes.js'

const read = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8')

test('the notes that the app shows begin with its own version, so that no release is without any', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  expect(versionNotes(read('CHANGELOG.md')).split('\n', 1)).toEqual([`## ${version}`])
})
