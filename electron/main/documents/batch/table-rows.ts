import type { PageText } from '../questions/passage-index.js'

/** A table of a document, as the rows of a batch. */
export interface TableRows {
  readonly columns: readonly string[]
  /** The cells of each row; never all of them empty. */
  readonly rows: readonly (readonly string[])[]
}

const separator = /^\|(?:\s*:?-{3,}:?\s*\|)+$/

/**
 * The rows of the first table in the text of a document, as the reader writes tables: Markdown, whose header each page
 * repeats. Empty rows are left out. Undefined when there is no table.
 * @param maxRows no more are collected
 */
export function tableRows(pages: readonly PageText[], maxRows = Number.POSITIVE_INFINITY): TableRows | undefined {
  let header = ''
  const rows: (readonly string[])[] = []
  for (const lines of linesOf(pages)) {
    const rule = lines.findIndex((line, index) => index > 0 && separator.test(line))
    const head = rule > 0 ? (lines[rule - 1] ?? '') : ''
    if (head !== '' && header === '') header = head
    // Another table begins.
    if (head !== '' && head !== header) break
    if (header === '') continue
    for (const line of rule > 0 ? lines.slice(rule + 1) : lines) {
      const cells = line.startsWith('|') ? cellsOf(line) : []
      if (cells.some((cell) => cell !== '')) rows.push(cells)
    }
    if (rows.length >= maxRows) break
  }
  if (header === '') return undefined
  return { columns: cellsOf(header), rows: rows.slice(0, maxRows) }
}

/** Of one passage after the other. */
function* linesOf(pages: readonly PageText[]): Generator<readonly string[]> {
  for (const { passages } of pages) for (const passage of passages) yield passage.split('\n')
}

/** The cells of a row, in which `\|` is a bar. */
function cellsOf(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}
