import type { Database, Statement, Value } from '../database.js'
import { isConstraint } from '../store-error.js'

type Row = Readonly<Record<string, Value>>

const batchRows = 200
/** After this many consecutive missing rows the search stops: the gap is larger than a damaged branch. */
const maxMissingRows = 5_000

export interface Salvaged {
  readonly messages: number
  /** True when every row of every table could be read. */
  readonly isComplete: boolean
}

/**
 * Copies every readable row of `damaged` into `target` and replaces rows there. Both need the same schema version. The
 * search index is not copied. Call inside a transaction, with foreign keys off.
 */
export function salvage(damaged: Database, target: Database): Salvaged {
  let messages = 0
  let isComplete = true
  for (const table of ordinaryTables(target)) {
    const columns = sharedColumns(damaged, target, table)
    if (!columns) {
      isComplete = false
      continue
    }
    const insert = target.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    )
    const reader = new TableReader(damaged, table, columns)
    for (const row of reader.rows()) {
      if (!tryInsert(() => insert.run(...columns.map((column) => row[column] ?? null)))) isComplete = false
      else if (table === 'messages') messages++
    }
    if (!reader.isComplete) isComplete = false
  }
  return { messages, isComplete }
}

function ordinaryTables(db: Database): readonly string[] {
  const tables = db.prepare<{ name: string; type: string }>('PRAGMA main.table_list').all()
  return tables.filter(({ name, type }) => type === 'table' && !name.startsWith('sqlite_')).map(({ name }) => name)
}

function sharedColumns(damaged: Database, target: Database, table: string): readonly string[] | undefined {
  const columnsOf = (db: Database) =>
    db
      .prepare<{ name: string }>(`PRAGMA main.table_info(${table})`)
      .all()
      .map(({ name }) => name)
  const found = new Set(attempt(() => columnsOf(damaged)) ?? [])
  const shared = columnsOf(target).filter((name) => found.has(name))
  return shared.length > 0 ? shared : undefined
}

/** False for a damaged row: one that violates a constraint of the schema. */
function tryInsert(insert: () => void): boolean {
  try {
    insert()
    return true
  } catch (error) {
    if (isConstraint(error)) return false
    throw error
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined // any error on a damaged file means that this part cannot be read
  }
}

/** Reads a table from its start to the first damage, from its end to the last damage, and row by row in between. */
class TableReader {
  isComplete = true
  readonly #select: (rest: string) => Statement<Row> | undefined

  constructor(db: Database, table: string, columns: readonly string[]) {
    this.#select = (rest) =>
      attempt(() => db.prepare<Row>(`SELECT rowid AS row_number, ${columns.join(', ')} FROM ${table} ${rest}`))
  }

  *rows(): Generator<Row> {
    const low = yield* this.#walk('rowid > ?', 'ASC', Number.MIN_SAFE_INTEGER)
    if (low === 'end') return
    this.isComplete = false
    const high = yield* this.#walk('rowid < ?', 'DESC', Number.MAX_SAFE_INTEGER)
    if (high === 'end') return
    const one = this.#select('WHERE rowid = ?')
    let missing = 0
    for (let number = Math.max(low + 1, 1); number < high && missing < maxMissingRows; number++) {
      const found = attempt(() => one?.all(number)) ?? []
      missing = found.length > 0 ? 0 : missing + 1
      yield* found
    }
  }

  /** Returns the last row number before the damage, or `end` when there is none. */
  *#walk(condition: string, order: 'ASC' | 'DESC', start: number): Generator<Row, number | 'end'> {
    const next = this.#select(`WHERE ${condition} ORDER BY rowid ${order} LIMIT ?`)
    let at = start
    let limit = batchRows
    while (true) {
      const batch = attempt(() => next?.all(at, limit))
      if (!batch && limit === 1) return at
      if (!batch) {
        limit = 1
        continue
      }
      if (batch.length === 0) return 'end'
      const last = Number(batch.at(-1)?.row_number)
      // A damaged page may point backwards, and the walk would never end.
      if (order === 'ASC' ? last <= at : last >= at) return at
      yield* batch
      at = last
    }
  }
}
