import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let folder
let lock
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-lock-'))
  lock = join(folder, 'step.lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a killed set-up does not block the next one', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(lock, String(pid))
  expect(await withLock(lock, () => 'done')).toBe('done')
})

test('the lock is released when the work fails', async () => {
  await expect(withLock(lock, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
  expect(existsSync(lock)).toBe(false)
})
