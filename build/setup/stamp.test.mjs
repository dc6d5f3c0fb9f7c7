import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashOf, once } from './stamp.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-stamp-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name, text) => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

test('a hash depends on content, names and missing files', () => {
  const hash = () => hashOf([join(folder, 'src'), join(folder, 'other')])
  const seen = [hash()]
  write('src/a', 'one')
  seen.push(hash())
  write('src/a', 'two')
  seen.push(hash())
  write('src/inner/a', 'two')
  seen.push(hash())
  write('other', '')
  seen.push(hash())
  expect(new Set(seen).size).toBe(seen.length)
})

test('the same sources in two clones have the same hash, so that clones share one cache', () => {
  write('here/src/a', 'one')
  write('there/src/a', 'one')
  expect(hashOf([join(folder, 'here', 'src')])).toBe(hashOf([join(folder, 'there', 'src')]))
})

test('work runs only when its inputs changed or its folder is gone', async () => {
  const made = join(folder, 'made')
  let count = 0
  const make = (hash) =>
    once(made, hash, () => {
      count++
    })
  expect([await make('a'), await make('a'), await make('b')]).toEqual([true, false, true])
  rmSync(made, { recursive: true })
  expect([await make('b'), count]).toEqual([true, 3])
})

test('work that failed runs again', async () => {
  const made = join(folder, 'made')
  const fail = () => Promise.reject(new Error('no network'))
  await expect(once(made, 'a', fail)).rejects.toThrow('no network')
  expect(await once(made, 'a', () => {})).toBe(true)
})

test('of several calls at once, one runs the work and the others wait for it', async () => {
  const made = join(folder, 'made')
  let running = 0
  let maxRunning = 0
  const work = async () => {
    maxRunning = Math.max(maxRunning, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
  }
  const done = await Promise.all([1, 2, 3].map(() => once(made, 'a', work)))
  expect(done.filter(Boolean)).toHaveLength(1)
  expect(maxRunning).toBe(1)
})
