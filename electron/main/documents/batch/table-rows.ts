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
 */
export function tableRows(pages: readonly PageText[]): TableRows | undefined {
  let header = ''
  const rows: (readonly string[])[] = []
  for (const lines of pages.flatMap(({ passages }) => passages.map((passage) => passage.split('\n')))) {
    const rule = lines.findIndex((line, index) => index > 0 && separator.test(line))
    const head = rule > 0 ? (lines[rule - 1] ?? '') : ''
    if (head !== '' && header === '') header = head
    // Another table begins.
    if (head !== '' && head !== header) break
    if (header === '') continue
    for (const line of rule > 0 ? lines.slice(rule + 1) : lines) if (line.startsWith('|')) rows.push(cellsOf(line))
  }
  if (header === '') return undefined
  return { columns: cellsOf(header), rows: rows.filter((cells) => cells.some((cell) => cell !== '')) }
}

/** The cells of a row, in which `\|` is a bar. */
function cellsOf(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}
