import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deleteData, planNextStart, plannedTask } from './next-start.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-next-'))
  for (const name of ['parley.db', 'parley.db-wal', 'settings.json', 'hub-token', 'models.json', 'SingletonLock'])
    writeFileSync(join(home, name), 'x')
  for (const name of ['backups', 'documents', 'logs', 'models', 'Local Storage']) {
    mkdirSync(join(home, name))
    writeFileSync(join(home, name, 'file'), 'x')
  }
})
afterEach(() => rmSync(home, { recursive: true }))

test('everything is deleted but the lock of this start', () => {
  planNextStart(home, { kind: 'delete-data', keepsModels: false })
  expect(plannedTask(home)).toEqual({ kind: 'delete-data', keepsModels: false })
  expect(deleteData(home, false)).toContain('All your data is deleted.')
  expect(readdirSync(home)).toEqual(['SingletonLock'])
  expect(plannedTask(home)).toBeUndefined()
})

test('downloaded models and their list can stay', () => {
  expect(deleteData(home, true)).toContain('models are still here')
  expect(readdirSync(home).sort()).toEqual(['SingletonLock', 'models', 'models.json'])
  expect(existsSync(join(home, 'models', 'file'))).toBe(true)
})

test('an order that is cut off in the middle stays until it is done', () => {
  planNextStart(home, { kind: 'delete-data', keepsModels: false })
  rmSync(join(home, 'parley.db')) // and then the power went
  expect(plannedTask(home)).toEqual({ kind: 'delete-data', keepsModels: false })
})

test.each(['', '{', '{"kind":"delete-data","keepsModels":7}', '{"kind":"format-the-disk"}'])(
  '%j orders nothing',
  (content) => {
    writeFileSync(join(home, 'next-start.json'), content)
    expect(plannedTask(home)).toBeUndefined()
  },
)
