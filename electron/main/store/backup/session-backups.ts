import { report } from '../../log/report.js'
import type { Database } from '../database.js'
import { backUp } from './backup.js'

/** Makes backups of an open store: one at a time, and none when nothing has changed since the last one. */
export class SessionBackups {
  readonly #db: Database
  readonly #folder: string
  readonly #now: () => number
  readonly #settle: () => void
  readonly #changes
  #backedUpChanges = -1
  #last: Promise<boolean> = Promise.resolve(true)

  /** `settle` moves everything into the file and counts it, before it is copied. */
  constructor(db: Database, folder: string, now: () => number, settle: () => void) {
    this.#db = db
    this.#folder = folder
    this.#now = now
    this.#settle = settle
    this.#changes = db.prepare<{ changes: number }>('SELECT total_changes() AS changes')
  }

  backUp(): Promise<boolean> {
    this.#last = this.#last.then(() => this.#backUp())
    return this.#last
  }

  async #backUp(): Promise<boolean> {
    try {
      const changes = this.#changes.get()?.changes ?? 0
      if (changes === this.#backedUpChanges) return true
      this.#settle()
      await backUp(this.#db.file, this.#folder, this.#now())
      this.#backedUpChanges = changes
      return true
    } catch (error) {
      report('The backup failed.', error)
      return false
    }
  }
}
