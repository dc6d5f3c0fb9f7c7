import type { Batch, BatchRow } from './batch.js'

export interface TableLimits {
  /** Characters of the whole table; rows that don't fit are counted below it. */
  readonly maxLength: number
  /** Characters of one answer. */
  readonly maxAnswerLength: number
}

/** The rows of a batch as a Markdown table. Rows without an answer say why. */
export function batchTable({ source, rows }: Batch, limits?: TableLimits): string {
  const head = `| ${source === 'documents' ? 'Document' : 'Row'} | Answer |\n| --- | --- |`
  const lines = [head]
  let length = head.length
  for (const [index, row] of rows.entries()) {
    const line = `| ${cell(row.name)} | ${cell(shortened(answerOf(row), limits?.maxAnswerLength))} |`
    length += line.length + 1
    if (limits && length > limits.maxLength) return [...lines, leftOut(rows.length - index)].join('\n')
    lines.push(line)
  }
  return lines.join('\n')
}

/** What stands in the place of the answer; empty while there is none. */
export function answerOf(row: BatchRow): string {
  if (row.state === 'done') return row.answer
  return row.state === 'failed' ? row.error.message : ''
}

const leftOut = (count: number) => `\n${count} more ${count === 1 ? 'row is' : 'rows are'} left out.`

const cell = (text: string) =>
  text
    .trim()
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, '<br>')

function shortened(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}
