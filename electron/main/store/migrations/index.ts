import type { Database } from '../database.js'
import { conversationsMigration } from './0001-conversations.js'
import { documentsMigration } from './0002-documents.js'
import { repliesMigration } from './0003-replies.js'
import { shortenedFoldsMigration } from './0004-shortened-folds.js'

/** One step of the schema. It never changes once it has been released. */
export interface Migration {
  /** From 1, without gaps; `PRAGMA user_version` after `up`. */
  readonly version: number
  readonly name: string
  /** Runs inside a transaction. */
  up(db: Database): void
}

export const migrations: readonly Migration[] = [
  conversationsMigration,
  documentsMigration,
  repliesMigration,
  shortenedFoldsMigration,
]
