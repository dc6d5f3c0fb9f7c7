import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from './open-store.js'
import type { Store } from './store.js'

const day = 86_400_000
const today = Date.UTC(2026, 5, 1)

let folder: string
let time: number
let store: Store
const open = () => openStore(folder, { now: () => time })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-times-'))
  time = today
  store = open()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const titles = () => store.conversations.list().map(({ title }) => title)
const timeOf = (title: string) => store.conversations.list().find((each) => each.title === title)?.updatedAt

function use(title: string): void {
  const id = store.conversations.list().find((each) => each.title === title)?.id ?? store.conversations.create(title).id
  store.messages.addExchange(id, 'go', 'tiny')
}

function reopen(): void {
  store.close()
  store = open()
}

test('what was used last stands first after the clock was ahead, at once and after the next start', () => {
  time = today + 1_000 * day
  use('ahead')
  use('further ahead')
  time = today
  use('now')
  expect(titles()).toEqual(['now', 'further ahead', 'ahead'])
  reopen()
  expect(titles()).toEqual(['now', 'further ahead', 'ahead'])
  for (const { updatedAt } of store.conversations.list()) expect(updatedAt).toBeLessThanOrEqual(today)
  time = today + day
  use('ahead')
  expect(titles()).toEqual(['ahead', 'now', 'further ahead'])
  expect((timeOf('ahead') ?? 0) - today - day).toBeLessThan(10)
})

test('a clock that steps back by minutes, or was reset to 1970, changes no time of what was used before', () => {
  use('first')
  for (const wrong of [today - 120_000, 1_000]) {
    time = wrong
    reopen()
    use('later')
    expect(titles()).toEqual(['later', 'first'])
    const first = timeOf('first') ?? 0
    expect(first - today).toBeLessThan(10)
    expect(first).toBeGreaterThanOrEqual(today)
  }
})

test('conversations of one moment stand in the order of their use', () => {
  for (const title of ['a', 'b', 'c', 'a']) use(title)
  expect(titles()).toEqual(['a', 'c', 'b'])
})
