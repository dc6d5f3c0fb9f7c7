import type { Database } from '../database.js'

/**
 * Finds the first problem of the tables and of the tables that store the search index. `quick_check` reads the tables,
 * `integrity_check` also compares them with their indexes, whose damage hides rows. The search index itself is left out:
 * its check takes ten times as long, and it is rebuilt when it is found damaged.
 */
const select = (check: 'quick_check' | 'integrity_check') => `
  SELECT ${check} AS problem FROM pragma_table_list AS tables, pragma_${check}(tables.name)
  WHERE tables.schema = 'main' AND tables.type IN ('table', 'shadow') AND ${check} <> 'ok' LIMIT 1`

const selectTableProblem = select('quick_check')
export const selectProblem = select('integrity_check')

interface Found {
  readonly problem: string
}

/** The first problem of tables or their indexes; undefined when both are good. */
export const findProblem = (db: Database): string | undefined => db.prepare<Found>(selectProblem).get()?.problem

/** The first problem of tables alone. */
export const findTableProblem = (db: Database): string | undefined =>
  db.prepare<Found>(selectTableProblem).get()?.problem

/** True when everything in the file is good: tables, indexes, the search index, and pages that nothing uses. */
export const isWhole = (db: Database): boolean =>
  db.prepare<{ integrity_check: string }>('PRAGMA integrity_check(1)').get()?.integrity_check === 'ok'
