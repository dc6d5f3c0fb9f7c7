import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SpeedFile } from './speed-file.js'

const speed = {
  measuredAt: 1,
  speeds: [{ contextTokens: 1_000, readPerSecond: 900, writtenPerSecond: null, boundPerSecond: 80 }],
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-speeds-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what was measured is there at the next start, for each model', () => {
  const file = new SpeedFile(folder)
  file.save('a', speed)
  file.save('b', { ...speed, measuredAt: 2 })
  expect(new SpeedFile(folder).all).toEqual({ a: speed, b: { ...speed, measuredAt: 2 } })
})

test.each([
  ['of a later version', { a: { ...speed, chip: 'M9' }, b: speed }, ['a', 'b']],
  ['with a damaged field', { a: { ...speed, speeds: [{ contextTokens: 'many' }] }, b: speed }, ['b']],
  ['of an earlier version', {}, []],
])('a file %s loses no more than that', (_, content, ids) => {
  writeFileSync(join(folder, 'speeds.json'), JSON.stringify(content))
  const file = new SpeedFile(folder)
  expect(Object.keys(file.all)).toEqual(ids)
  file.save('c', speed)
  expect(JSON.parse(readFileSync(join(folder, 'speeds.json'), 'utf8'))).toHaveProperty('c')
})
