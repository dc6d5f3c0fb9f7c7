import type { Database } from '../database.js'
import { isSuspicious } from '../store-error.js'
import { mendRow, type Row } from './mend-row.js'
import { TableReader } from './table-reader.js'

/**
 * Copies every readable row of `damaged` into `target` and replaces rows there. Both need the same schema version. The
 * search index is not copied. Returns whether every row of every table could be read. Call inside a transaction, with
 * foreign keys off.
 */
export function salvage(damaged: Database, target: Database): boolean {
  let isComplete = true
  for (const table of ordinaryTables(target)) {
    const columns = sharedColumns(damaged, target, table)
    if (!columns) {
      isComplete = false
      continue
    }
    const reader = new TableReader(damaged, table, columns)
    const writer = createWriter(target, table)
    for (const row of reader.rows()) if (!writer(row)) isComplete = false
    if (!reader.isComplete) isComplete = false
  }
  return isComplete
}

function ordinaryTables(db: Database): readonly string[] {
  const tables = db.prepare<{ name: string; type: string }>('PRAGMA main.table_list').all()
  return tables.filter(({ name, type }) => type === 'table' && !name.startsWith('sqlite_')).map(({ name }) => name)
}

function columnsOf(db: Database, table: string): readonly string[] {
  const columns = db.prepare<{ name: string }>(`PRAGMA main.table_info(${table})`).all()
  return columns.map(({ name }) => name)
}

function sharedColumns(damaged: Database, target: Database, table: string): readonly string[] | undefined {
  const found = new Set(readableColumns(damaged, table))
  const shared = columnsOf(target, table).filter((name) => found.has(name))
  return shared.length > 0 ? shared : undefined
}

function readableColumns(damaged: Database, table: string): readonly string[] {
  try {
    return columnsOf(damaged, table)
  } catch {
    return [] // any error on a damaged file means that this part cannot be read
  }
}

/** Returns a function that writes one row, and returns false for a row of which a part or everything was lost. */
function createWriter(target: Database, table: string): (row: Row) => boolean {
  const hasId = columnsOf(target, table).includes('id')
  const other = hasId ? target.prepare(`SELECT 1 FROM ${table} WHERE id = ? AND sequence <> ?`) : undefined
  const owner = hasId ? target.prepare(`SELECT 1 FROM ${table} WHERE sequence = ? AND id <> ?`) : undefined
  const statements = new Map<string, ReturnType<typeof insertOf>>()
  const insertOf = (columns: readonly string[]) =>
    target.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    )
  const tryInsert = (row: Row): boolean => {
    const columns = Object.keys(row)
    const key = columns.join()
    const insert = statements.get(key) ?? insertOf(columns)
    statements.set(key, insert)
    try {
      insert.run(...Object.values(row))
      return true
    } catch (error) {
      if (isSuspicious(error)) return false
      throw error
    }
  }
  return (row) => {
    // A copied page shows rows at a second place, and replacing would remove the row that belongs there.
    if (other && row.sequence !== undefined && other.get(row.id ?? null, row.sequence ?? null)) return true
    if (tryInsert(row)) return true
    // What must be mended may be a row of another table, which a copied page shows in the place of a good one.
    if (owner && row.sequence !== undefined && owner.get(row.sequence ?? null, row.id ?? null)) return false
    for (const mended of mendRow(table, row)) if (tryInsert(mended)) break
    return false
  }
}
