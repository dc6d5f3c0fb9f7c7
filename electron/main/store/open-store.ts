import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createConversations } from './conversations.js'
import { Database } from './database.js'
import { createDrafts } from './drafts.js'
import { createJobs } from './jobs.js'
import { createMessages } from './messages.js'
import { migrate } from './migrate.js'
import { SearchIndex } from './search-index.js'
import type { Store } from './store.js'

export interface StoreOptions {
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number
}

/** Opens the store in `folder`, which becomes private to the user. One process at a time. */
export function openStore(folder: string, options: StoreOptions = {}): Store {
  const now = options.now ?? Date.now
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const db = new Database(join(folder, 'parley.db'))
  db.configure()
  migrate(db)
  const index = new SearchIndex(db)
  return {
    conversations: createConversations(db, index, now),
    messages: createMessages(db, index, now),
    jobs: createJobs(db),
    drafts: createDrafts(db),
    openingNotices: [],
    backUp: async () => true,
    close: () => db.close(),
  }
}
