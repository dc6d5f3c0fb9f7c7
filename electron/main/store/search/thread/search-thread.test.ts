import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStore } from '../../open-store.js'
import type { Store } from '../../store.js'

let folder: string
let store: Store | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-thread-'))
})
afterEach(async () => {
  await store?.stopSearching()
  store?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A store whose searches go to a thread with this code. */
function openWith(code: string): Store {
  const searchScript = join(folder, 'search.cjs')
  writeFileSync(searchScript, `const { parentPort, workerData } = require('node:worker_threads')\n${code}`)
  store = openStore(join(folder, 'data'), { searchScript })
  store.conversations.create('The ferry')
  return store
}

const titles = async ({ conversations }: Store, query: string) =>
  (await conversations.searchApart(query, 50, 'rank')).hits.map(({ conversation }) => conversation.title)

test('a search is asked in the thread, with the file of the store', async () => {
  const { conversations } = openWith(`
    parentPort.on('message', ({ id, query }) =>
      parentPort.postMessage({ id, result: { ok: true, value: { hits: [], suggestion: query + ' in ' + workerData } } }))`)
  expect(await conversations.searchApart('ferry', 50, 'rank')).toEqual({
    hits: [],
    suggestion: `ferry in ${join(folder, 'data', 'parley.db')}`,
  })
})

test('when the thread ends, main finds what it was asked', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const opened = openWith(`parentPort.on('message', () => process.exit(1))`)
  expect(await titles(opened, 'ferry')).toEqual(['The ferry'])
  expect(await titles(opened, 'ferry')).toEqual(['The ferry'])
  vi.restoreAllMocks()
})

test('damage that the thread meets empties the index, and the search is asked again', async () => {
  const opened = openWith(`
    let asked = 0
    parentPort.on('message', ({ id }) => {
      const result = asked++ === 0 ? { ok: false, code: 'store-damaged', message: '' } : { ok: true, value: { hits: [] } }
      parentPort.postMessage({ id, result })
    })`)
  expect(opened.isSearchComplete()).toBe(true)
  expect(await titles(opened, 'ferry')).toEqual([])
  expect(opened.isSearchComplete()).toBe(false)
})
