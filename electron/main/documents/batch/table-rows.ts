import type { PageText } from '../questions/passage-index.js'
import type { BatchItem } from './batch.js'

/** A table of a document, as the items of a batch. */
export interface TableItems {
  readonly columns: readonly string[]
  readonly items: readonly BatchItem[]
}

const separator = /^\|(?:\s*:?-{3,}:?\s*\|)+$/

/**
 * The rows of the first table in the text of a document, as the reader writes tables: Markdown, whose header each page
 * repeats. Undefined when there is none.
 */
export function tableItems(pages: readonly PageText[]): TableItems | undefined {
  let header = ''
  const items: BatchItem[] = []
  for (const lines of pages.flatMap(({ passages }) => passages.map((passage) => passage.split('\n')))) {
    const rule = lines.findIndex((line, index) => index > 0 && separator.test(line))
    const head = rule > 0 ? (lines[rule - 1] ?? '') : ''
    if (head !== '' && header === '') header = head
    // Another table begins.
    if (head !== '' && head !== header) break
    const rows = rule > 0 ? lines.slice(rule + 1) : lines
    if (header === '') continue
    for (const line of rows) if (line.startsWith('|')) items.push({ cells: cellsOf(line) })
  }
  return header === '' ? undefined : { columns: cellsOf(header), items }
}

/** The cells of a row, in which `\|` is a bar. */
function cellsOf(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}
