import type { Database } from '../database.js'

/** One step of the schema. It never changes after its release. */
export interface Migration {
  /** From 1, without gaps; `PRAGMA user_version` after `up`. */
  readonly version: number
  readonly name: string
  /** Runs inside a transaction. */
  up(db: Database): void
}
