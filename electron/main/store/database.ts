import { randomUUID } from 'node:crypto'
import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { storableText } from '../../../contract/storable-text.js'
import { isSuspicious, toStoreError } from './store-error.js'

const busyTimeoutMs = 5_000
/** The name of a database that has no file. */
export const inMemory = ':memory:'

export type Value = string | number | null | Uint8Array

/** A prepared statement. Prepare it once, when the object that uses it is created. Every text becomes storable. */
export interface Statement<Row> {
  get(...values: readonly Value[]): Row | undefined
  all(...values: readonly Value[]): readonly Row[]
  /** One row after the other, for results that are too large for `all`. */
  rows(...values: readonly Value[]): Iterable<Row>
  /** Returns the number of changed rows. */
  run(...values: readonly Value[]): number
}

interface DatabaseOptions {
  readonly readOnly?: boolean
  /** Makes the ids of conversations, messages and cuts; else `randomUUID` does. */
  readonly newId?: () => string
}

/** One connection. Throws the errors of SQLite as `AppError`, and all others unchanged. */
export class Database {
  readonly file: string
  /** Called before an error is thrown that shows damage, or may show it. */
  onSuspicion: () => void = () => {}
  readonly #db: DatabaseSyncInstance

  /** A new id for a row. */
  readonly newId: () => string

  /** Creates `file` with mode 0600 when it is missing; its WAL and shared memory inherit the mode. */
  constructor(file: string, options: DatabaseOptions = {}) {
    this.file = file
    this.newId = options.newId ?? randomUUID
    this.#db = this.#translateErrors(() => {
      if (!options.readOnly && file !== inMemory) {
        closeSync(openSync(file, 'a', 0o600))
        chmodSync(file, 0o600)
      }
      const db = new DatabaseSync(file, { readOnly: options.readOnly ?? false, timeout: busyTimeoutMs })
      // Else SQLite sorts and joins in files of the system's temporary folder, with text of conversations.
      db.exec('PRAGMA temp_store = MEMORY')
      return db
    })
  }

  /**
   * Every connection that writes needs this. `fsync` does not flush a Mac's drive, `fullfsync` does. Changes are
   * durable when a call returns, except within `runWithRelaxedSync`.
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
    const translate = <T>(work: () => T) => this.#translateErrors(work)
    const statement = translate(() => this.#db.prepare(sql))
    return {
      get: (...values) => translate(() => statement.get(...values.map(storable)) as Row | undefined),
      all: (...values) => translate(() => statement.all(...values.map(storable)) as Row[]),
      *rows(...values) {
        const iterator = translate(() => statement.iterate(...values.map(storable)))
        while (true) {
          const next = translate(() => iterator.next())
          if (next.done) return
          yield next.value as Row
        }
      },
      run: (...values) =>
        translate(() => {
          // The rowid that FTS5 reports does not fit a number: without bigints `run` throws after the write.
          statement.setReadBigInts(true)
          const { changes } = statement.run(...values.map(storable))
          statement.setReadBigInts(false)
          return Number(changes)
        }),
    }
  }

  exec(sql: string): void {
    this.#translateErrors(() => this.#db.exec(sql))
  }

  /** Keeps everything that `work` writes, or nothing when it throws. Inside another transaction it joins that one. */
  transaction<T>(work: () => T): T {
    if (this.#db.isTransaction) return work()
    this.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      // After some errors, such as a full disk, SQLite has already rolled back.
      if (this.#db.isTransaction) this.exec('ROLLBACK')
      throw error
    }
  }

  /** Commits inside `work` survive a killed process, but a power cut may lose them. */
  runWithRelaxedSync<T>(work: () => T): T {
    this.exec('PRAGMA synchronous = NORMAL')
    try {
      return work()
    } finally {
      this.exec('PRAGMA synchronous = FULL')
    }
  }

  /** The version of the last migration that ran. */
  get version(): number {
    return this.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0
  }

  /** Moves the WAL into the file and empties it. Does nothing while another connection reads. */
  emptyWal(): void {
    this.exec('PRAGMA busy_timeout = 0')
    try {
      this.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
    } finally {
      this.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
    }
  }

  get isOpen(): boolean {
    return this.#db.isOpen
  }

  close(): void {
    if (this.#db.isOpen) this.#translateErrors(() => this.#db.close())
  }

  #translateErrors<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (isSuspicious(error)) this.onSuspicion()
      throw toStoreError(error)
    }
  }
}

const storable = (value: Value): Value => (typeof value === 'string' ? storableText(value) : value)
