import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { toStoreError } from './store-error.js'

export type Value = string | number | null | Uint8Array

/** A prepared statement. Make it once, when the object that uses it is made. */
export interface Statement<Row> {
  get(...values: readonly Value[]): Row | undefined
  all(...values: readonly Value[]): readonly Row[]
  /** Answers how many rows it changed. */
  run(...values: readonly Value[]): number
}

/** One connection. Every error of SQLite leaves it as `disk-full`, `store-damaged`, or what it was. */
export class Database {
  readonly file: string
  readonly #db: DatabaseSyncInstance

  /** Opens `file`, which is made with mode 0600 when it is not there; its WAL and shared memory take over the mode. */
  constructor(file: string, options: { readonly readOnly?: boolean } = {}) {
    this.file = file
    this.#db = translated(() => {
      if (!options.readOnly) {
        closeSync(openSync(file, 'a', 0o600))
        chmodSync(file, 0o600)
      }
      return new DatabaseSync(file, { readOnly: options.readOnly ?? false, timeout: 5_000 })
    })
  }

  /**
   * What every connection that writes needs. `fsync` does not flush a Mac's drive, `fullfsync` does. Changes are
   * durable when a call returns, except within `relaxed`.
   */
  configure(): void {
    this.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON;
      PRAGMA foreign_keys = ON;
      PRAGMA journal_size_limit = 8388608;
    `)
  }

  prepare<Row>(sql: string): Statement<Row> {
    const statement = translated(() => this.#db.prepare(sql))
    return {
      get: (...values) => translated(() => statement.get(...values) as Row | undefined),
      all: (...values) => translated(() => statement.all(...values) as Row[]),
      run: (...values) =>
        translated(() => {
          // The rowid that FTS5 leaves behind is beyond a number's reach: as a number, `run` throws after the write.
          statement.setReadBigInts(true)
          const { changes } = statement.run(...values)
          statement.setReadBigInts(false)
          return Number(changes)
        }),
    }
  }

  exec(sql: string): void {
    translated(() => this.#db.exec(sql))
  }

  /** All of `work` is kept, or nothing when it throws. Within another transaction it is part of that one. */
  transaction<T>(work: () => T): T {
    if (this.#db.isTransaction) return work()
    this.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#db.isTransaction) this.exec('ROLLBACK')
      throw error
    }
  }

  /** Commits within `work` survive a killed process; a power cut may take them. */
  relaxed<T>(work: () => T): T {
    this.exec('PRAGMA synchronous = NORMAL')
    try {
      return work()
    } finally {
      this.exec('PRAGMA synchronous = FULL')
    }
  }

  /** The schema's number: how many migrations it has seen. */
  get version(): number {
    return this.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0
  }

  close(): void {
    if (this.#db.isOpen) translated(() => this.#db.close())
  }
}

function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw toStoreError(error)
  }
}
