import Papa from 'papaparse'
import type { Batch } from '../../../../contract/batch.js'

/** The cells of a batch's items, as their source has them. */
export interface BatchCells {
  readonly columns: readonly string[]
  /** Of each row, in the order of the columns; short ones are filled up. */
  readonly cells: readonly (readonly string[])[]
}

/**
 * Cells that a spreadsheet would run as a formula, also behind white space, and in the full-width characters that Excel takes
 * for the same (https://owasp.org/www-community/attacks/CSV_Injection). They get a leading apostrophe.
 */
const formula = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/

/** Excel reads UTF-8 only with this. */
const byteOrderMark = '\ufeff'

/** The rows of a batch as CSV (RFC 4180): the columns of the source, the answer, and why there is none. */
export function batchCsv({ rows }: Pick<Batch, 'rows'>, { columns, cells }: BatchCells): string {
  const lines = rows.map((row, at) => [
    ...columns.map((_, index) => cells[at]?.[index] ?? ''),
    row.state === 'done' ? row.answer : '',
    row.state === 'failed' ? row.error.message : '',
  ])
  const table = [[...columns, 'Answer', 'Problem'], ...lines]
  return `${byteOrderMark}${Papa.unparse(table, { newline: '\r\n', escapeFormulae: formula })}\r\n`
}
