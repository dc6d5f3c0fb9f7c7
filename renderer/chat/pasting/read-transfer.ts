import { maxInlineLength } from '../../documents/long-text.js'
import { markdownTable, placeTables } from './markdown-table.js'
import { readTables } from './read-tables.js'

/** What was pasted or dropped. */
export type Transferred =
  /** `isChanged`: tables were written in Markdown. */
  { readonly text: string; readonly isChanged: boolean } | { readonly files: readonly File[] }

type Transfer = Pick<DataTransfer, 'files' | 'getData'>

/** HTML that is longer is not searched for tables; Excel writes about 200 characters a cell. */
const maxHtmlCharacters = 4_000_000

/**
 * Decides what a paste or a drop is. Office programs add a picture of the text, so text wins unless there are only files,
 * or files and their names. Tables in the text become Markdown.
 */
export function readTransfer(transfer: Transfer): Transferred {
  const text = transfer.getData('text/plain')
  const files = [...transfer.files]
  if (files.length > 0 && (text.trim() === '' || areNamesOf(text, files))) return { files }
  const written = withTables(text, transfer.getData('text/html'))
  return { text: written, isChanged: written !== text }
}

/** The Finder copies a file with its name as text, and other file managers with its path or address. */
function areNamesOf(text: string, files: readonly File[]): boolean {
  const names = new Set(files.map(({ name }) => name))
  const lines = text.split('\n').map((line) => line.trim())
  return lines.every((line) => line === '' || names.has(line) || names.has(lastSegment(line)))
}

function lastSegment(path: string): string {
  const last = path.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last // a name with a per cent sign
  }
}

function withTables(text: string, html: string): string {
  if (text.trim() === '' || text.length > maxInlineLength) return text
  if (html.length > maxHtmlCharacters || !/<table[\s>]/i.test(html)) return text
  const { tables, isAll } = readTables(html)
  if (tables.length === 0) return text
  return isAll ? tables.map(markdownTable).join('\n\n') : placeTables(text, tables)
}
