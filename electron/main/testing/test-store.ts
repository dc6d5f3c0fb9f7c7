import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SearchHit } from '../../../contract/chat.js'
import { Database, type Value } from '../store/database.js'
import { openStore, storeFile } from '../store/open-store.js'
import type { Store } from '../store/store.js'

/** For tests: a store in a temporary folder, with a clock that advances by 1 ms per call. */
export interface TestStore {
  readonly folder: string
  readonly store: Store
  stopClock(): void
  /** Changes the database behind the store, as another version of Parley may have left it. */
  run(sql: string, ...values: readonly Value[]): void
  /** Reads the text in the first column of the first row. */
  textOf(sql: string): string
  /** Closes the store and opens it again. */
  reopen(): Store
  remove(): void
}

export function openTestStore(): TestStore {
  const folder = mkdtempSync(join(tmpdir(), 'parley-store-'))
  let time = 1_700_000_000_000
  let isTicking = true
  const now = () => (isTicking ? ++time : time)
  let store = openStore(folder, { now })
  return {
    folder,
    get store() {
      return store
    },
    stopClock() {
      isTicking = false
    },
    run(sql, ...values) {
      const db = new Database(join(folder, storeFile))
      db.prepare(sql).run(...values)
      db.close()
    },
    textOf(sql) {
      const db = new Database(join(folder, storeFile))
      const row = db.prepare<Record<string, string>>(sql).get()
      db.close()
      return Object.values(row ?? {})[0] ?? ''
    },
    reopen() {
      store.close()
      store = openStore(folder, { now })
      return store
    },
    remove() {
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a search finds when the index is filled. The first search may find that the index is damaged, and empties it. */
export async function searchFilled(
  { conversations, fillSearchIndex }: Store,
  query: string,
): Promise<readonly SearchHit[]> {
  conversations.search(query, 5)
  await fillSearchIndex()
  return conversations.search(query, 5)
}
