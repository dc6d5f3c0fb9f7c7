import { report } from '../../log/report.js'
import type { Database } from '../database.js'
import { withPool } from '../pool.js'
import { hasOrphans, mendOpen } from '../recovery/mend.js'
import type { SearchIndex } from '../search/search-index.js'
import { countsOf } from './counts.js'
import type { LastKnownFile } from './last-known.js'

const dayMs = 86_400_000

export const rebuiltNotice =
  'An index of the file that holds your conversations was damaged and hid some of them. Parley has rebuilt it: what it hid is shown again.'
const searchNotice =
  'The search index was damaged. Parley is making it again; until that is done, a search may not find older conversations.'
const stillDamagedNotice =
  'The file that holds your conversations is damaged. Quit and open Parley again: it will save what can be read.'

export interface IndexCheckOptions {
  readonly db: Database
  readonly index: SearchIndex
  readonly lastKnown: LastKnownFile
  readonly now: () => number
  /** True when the last session ended without closing the store. */
  readonly wasUnclean: boolean
}

/** Compares the whole store with its indexes on SQLite's own threads, because a damaged index hides rows silently. */
export class IndexCheck {
  readonly #options: IndexCheckOptions
  #isDue: boolean
  #last: Promise<string | undefined> = Promise.resolve(undefined)

  constructor(options: IndexCheckOptions) {
    this.#options = options
    this.#isDue = options.wasUnclean || options.lastKnown.value?.isSuspect === true
  }

  /** Makes the next `runWhenDue` check. */
  suspect(): void {
    this.#isDue = true
    this.#options.lastKnown.setSuspect()
  }

  /** After an unclean end, after a suspicion, and once a day. Never rejects; returns a sentence when something was wrong. */
  runWhenDue(): Promise<string | undefined> {
    this.#last = this.#last.then(() => (this.#isDue || this.#isOld() ? this.#run() : undefined))
    return this.#last
  }

  /** Resolves when no check is running. */
  async done(): Promise<void> {
    await this.#last
  }

  #isOld(): boolean {
    const age = this.#options.now() - (this.#options.lastKnown.value?.checkedAt ?? 0)
    return age >= dayMs || age < 0
  }

  async #run(): Promise<string | undefined> {
    this.#isDue = false
    try {
      return await this.#check()
    } catch (error) {
      report('The check of the store failed.', error)
      return undefined
    }
  }

  async #check(): Promise<string | undefined> {
    const { db, index, lastKnown, now } = this.#options
    const problems = await findProblems(db.file)
    if (problems.length > 0) report('The check of the store found problems.', undefined, { problems: problems.length })
    const searchProblems = problems.filter((problem) => /FTS5/i.test(problem))
    if (problems.length > 0) await rebuildIndexes(db.file).catch(() => undefined)
    if (problems.length > 0 && hasOrphans(db)) {
      mendOpen(db, index)
      lastKnown.setCounts(countsOf(db), db.version)
    } else if (searchProblems.length > 0) index.clear()
    const isGood = problems.length === 0 || (await findProblems(db.file)).length === 0
    if (!isGood) {
      lastKnown.setSuspect()
      return stillDamagedNotice
    }
    lastKnown.setChecked(now())
    if (problems.length === 0) return undefined
    return searchProblems.length === problems.length ? searchNotice : rebuiltNotice
  }
}

async function findProblems(file: string): Promise<readonly string[]> {
  const rows = await withPool(file, (pool) => pool.all('PRAGMA integrity_check'))
  return rows.map((row) => String(Object.values(row)[0])).filter((problem) => problem !== 'ok')
}

const rebuildIndexes = (file: string) => withPool(file, (pool) => pool.run('REINDEX'))
