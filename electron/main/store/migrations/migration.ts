import type { Database } from '../database.js'

/** One step of the schema. A released migration never changes. */
export interface Migration {
  /** From 1, without gaps; `PRAGMA user_version` after `up`. */
  readonly version: number
  readonly name: string
  /** Runs inside a transaction. */
  up(db: Database): void
}
