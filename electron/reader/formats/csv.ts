import Papa from 'papaparse'
import { decode } from '../decode.js'
import { Omissions, type ReadPages } from './read-pages.js'
import { PageBuilder } from './shared/page-builder.js'

/** More rows are data for a program, and are counted. */
const maxRows = 100_000
const maxCellLength = 5_000
/** The order decides where two fit equally well: a text with `;` between cells may have `,` in its numbers. */
const delimiters = ['\t', ';', '|', ','] as const
const sampleLines = 50
const sampleLength = 100_000

/**
 * Reads tables of comma-, semicolon- or tab-separated values in any encoding. A first line `sep=;` names the delimiter. A
 * quote that is never closed would swallow the rest: then quotes are taken as text.
 */
export function readCsv(bytes: Uint8Array): ReadPages {
  const { text, encoding } = decode(bytes)
  const named = /^\ufeff?sep=(.)\r?\n/i.exec(text.slice(0, 20))
  const body = named ? text.slice(named[0].length) : text.replace(/^\ufeff/, '')
  const delimiter = named?.[1] ?? guessDelimiter(body)
  const problems: string[] = []
  let parsed = parse(body, delimiter, '"')
  if (parsed.errors.some(({ code }) => code === 'MissingQuotes')) {
    problems.push('A quotation mark is not closed, so quotation marks are read as text.')
    parsed = parse(body, delimiter, '\0')
  }
  const omissions = new Omissions()
  const rows = parsed.data.slice(0, maxRows)
  omissions.add('rows', parsed.data.length - rows.length)
  const pages = new PageBuilder()
  pages.table(rows.map((row) => row.map((cell) => shorten(cell, omissions))))
  return { encoding, pages: pages.pages(), omitted: omissions.list(), problems }
}

const parse = (text: string, delimiter: string, quoteChar: string) =>
  Papa.parse<string[]>(text, { delimiter, quoteChar, skipEmptyLines: 'greedy' })

/** The delimiter that gives most rows of the sample the same number of cells, and more than one. */
export function guessDelimiter(text: string): string {
  const sample = text.slice(0, sampleLength)
  let best = { delimiter: ',', share: 0 }
  for (const delimiter of delimiters) {
    const { data } = Papa.parse<string[]>(sample, { delimiter, preview: sampleLines, skipEmptyLines: 'greedy' })
    const counts = new Map<number, number>()
    for (const { length } of data) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1)
    const share = Math.max(0, ...counts.values()) / Math.max(data.length, 1)
    if (share > best.share) best = { delimiter, share }
  }
  return best.delimiter
}

function shorten(cell: string, omissions: Omissions): string {
  if (cell.length <= maxCellLength) return cell
  omissions.add('long cells')
  return cell.slice(0, maxCellLength)
}
