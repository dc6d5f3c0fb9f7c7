import type { Database, Statement } from '../database.js'
import type { Row } from './mend-row.js'

/** After this many consecutive missing rows the search goes on at the next row that is known. */
const maxMissingRows = 5_000
/** A damaged page may point backwards, and a scan would then give the same rows again and again. */
const maxRepeatedRows = 100_000

/**
 * Reads every row of a damaged table that can be reached: from its start to the first damage, from its end to the last
 * damage, and then each row number in between that was not seen, because a damaged page may hide the pages after it.
 */
export class TableReader {
  isComplete = true
  readonly #select: (rest: string) => Statement<Row> | undefined
  readonly #seen = new Set<number>()

  constructor(db: Database, table: string, columns: readonly string[]) {
    this.#select = (rest) =>
      attempt(() => db.prepare<Row>(`SELECT rowid AS row_number, ${columns.join(', ')} FROM ${table} ${rest}`))
  }

  *rows(): Generator<Row> {
    yield* this.#scan('ASC')
    const seen = this.#seen.size
    yield* this.#scan('DESC')
    if (this.#seen.size !== seen) this.isComplete = false
    yield* this.#gaps()
  }

  /** Reads until the end or the first damage. */
  *#scan(order: 'ASC' | 'DESC'): Generator<Row> {
    const scan = this.#select(`NOT INDEXED ORDER BY rowid ${order}`)?.rows()[Symbol.iterator]()
    for (let repeated = 0; repeated <= this.#seen.size + maxRepeatedRows; repeated++) {
      const next = attempt(() => scan?.next())
      if (next?.done) return
      if (!next) break
      yield* this.#unseen([next.value])
    }
    this.isComplete = false
  }

  *#gaps(): Generator<Row> {
    const one = this.#select('WHERE rowid = ?')
    const known = [0, ...this.#seen].filter((number) => number >= 0).sort((a, b) => a - b)
    for (const [index, before] of known.entries()) {
      const end = known[index + 1] ?? before + (this.isComplete ? 0 : maxMissingRows)
      let missing = 0
      for (let number = before + 1; number < end && missing < maxMissingRows; number++) {
        const found = attempt(() => one?.all(number))
        if (!found || found.length > 0) this.isComplete = false
        missing = found && found.length > 0 ? 0 : missing + 1
        yield* this.#unseen(found ?? [])
      }
    }
  }

  *#unseen(rows: readonly Row[]): Generator<Row> {
    for (const { row_number, ...row } of rows) {
      if (this.#seen.has(Number(row_number))) continue
      this.#seen.add(Number(row_number))
      yield row
    }
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined // any error on a damaged file means that this part cannot be read
  }
}
