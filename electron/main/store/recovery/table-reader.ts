import { createHash } from 'node:crypto'
import type { Database, Statement } from '../database.js'
import type { Row } from './mend-row.js'

/** After this many consecutive missing rows the search goes on at the next row that is known. */
const maxMissingRows = 5_000
/** A damaged page may point backwards, and a scan would then give the same rows again and again. */
const maxRepeatedRows = 100_000

/**
 * Reads every row of a damaged table that can be reached: from its start to the first damage, from its end to the last
 * damage, and then each row number by itself, because a damaged page may hide the pages after it. A page of another table
 * shows rows with the numbers of rows that belong here, so all rows with one number are given unless they are equal.
 */
export class TableReader {
  isComplete = true
  readonly #select: (rest: string) => Statement<Row> | undefined
  /** The content of the first row that was seen with each number. */
  readonly #seen = new Map<number, string>()
  /** Other rows with these numbers. */
  readonly #others = new Set<string>()

  constructor(db: Database, table: string, columns: readonly string[]) {
    this.#select = (rest) =>
      attempt(() => db.prepare<Row>(`SELECT rowid AS row_number, ${columns.join(', ')} FROM ${table} ${rest}`))
  }

  *rows(): Generator<Row> {
    yield* this.#scan('ASC')
    const seen = this.#count
    yield* this.#scan('DESC')
    if (this.#count !== seen) this.isComplete = false
    if (!this.isComplete) yield* this.#known()
    yield* this.#gaps()
  }

  get #count(): number {
    return this.#seen.size + this.#others.size
  }

  /** Reads until the end or the first damage. */
  *#scan(order: 'ASC' | 'DESC'): Generator<Row> {
    const scan = this.#select(`NOT INDEXED ORDER BY rowid ${order}`)?.rows()[Symbol.iterator]()
    const sign = order === 'ASC' ? 1 : -1
    let last = Number.NEGATIVE_INFINITY
    for (let repeated = 0; repeated <= this.#count + maxRepeatedRows; repeated++) {
      const next = attempt(() => scan?.next())
      if (next?.done) return
      if (!next) break
      const place = sign * Number(next.value.row_number)
      if (place <= last) this.isComplete = false
      last = place
      yield* this.#unseen([next.value])
    }
    this.isComplete = false
  }

  /** Looks each number up: a scan may have shown another table's row with it. */
  *#known(): Generator<Row> {
    const one = this.#select('WHERE rowid = ?')
    for (const number of [...this.#seen.keys()]) yield* this.#unseen(attempt(() => one?.all(number)) ?? [])
  }

  *#gaps(): Generator<Row> {
    const one = this.#select('WHERE rowid = ?')
    const known = [0, ...this.#seen.keys()].filter((number) => number >= 0).sort((a, b) => a - b)
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
      const number = Number(row_number)
      const content = contentOf(row)
      const first = this.#seen.get(number)
      if (first === undefined) this.#seen.set(number, content)
      else {
        const other = `${number} ${content}`
        if (first === content || this.#others.has(other)) continue
        this.#others.add(other)
      }
      yield row
    }
  }
}

/** Tells rows apart; in memory it is far smaller than a row. */
function contentOf(row: Row): string {
  const hash = createHash('sha256')
  for (const value of Object.values(row)) {
    const bytes = value instanceof Uint8Array ? value : String(value)
    hash.update(`${typeof value} ${bytes.length} `).update(bytes)
  }
  return hash.digest('base64')
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined // any error on a damaged file means that this part cannot be read
  }
}
