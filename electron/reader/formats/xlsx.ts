import { read, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { zipSync } from 'fflate'
import { FormatError, Omissions, type ReadPages } from './read-pages.js'
import { PageBuilder } from './shared/page-builder.js'
import { Archive } from './shared/zip.js'

/** More rows of one sheet are counted and left out: they are data for a program and not text to read. */
const maxRows = 100_000
const maxColumns = 200
const maxCellLength = 5_000
const maxCells = 3_000_000

/** Parts that hold no text of cells, and can be large. */
const unread =
  /(?:^|\/)(?:media|drawings|charts|printerSettings|pivotCache|pivotTables|externalLinks|embeddings)\/|\.bin$/i

/**
 * Reads Excel's .xlsx: each visible sheet is a page of tables, or several when it is long. Cells hold what Excel shows.
 * Empty rows and columns divide nothing. Hidden sheets are left out and counted. SheetJS parses an archive that was
 * unpacked and packed again here, so that this app's limits hold for it.
 */
export function readXlsx(bytes: Uint8Array): ReadPages {
  const archive = new Archive(bytes)
  if (!archive.has('xl/workbook.xml') && !archive.has('[Content_Types].xml')) {
    throw new FormatError('other-kind', 'no workbook in it')
  }
  const omissions = new Omissions()
  const parts: Record<string, Uint8Array> = {}
  for (const name of archive.names) {
    if (/(?:^|\/)media\//i.test(name)) omissions.add('pictures')
    if (!unread.test(name)) parts[name] = archive.read(name) ?? new Uint8Array()
  }
  refuseEntities(parts)
  return toPages(parse(zipSync(parts, { level: 0 })), omissions)
}

function refuseEntities(parts: Readonly<Record<string, Uint8Array>>): void {
  for (const [name, data] of Object.entries(parts)) {
    const head = new TextDecoder('latin1').decode(data.subarray(0, 4_096))
    if (/<!ENTITY/i.test(head)) throw new FormatError('unsafe', `${name} declares entities`)
  }
}

function parse(bytes: Uint8Array): WorkBook {
  try {
    return read(bytes, {
      type: 'array',
      dense: true,
      cellHTML: false,
      cellFormula: false,
      sheetRows: maxRows,
    })
  } catch (error) {
    throw new FormatError('damaged', error instanceof Error ? error.message : 'SheetJS cannot read it')
  }
}

function toPages(book: WorkBook, omissions: Omissions): ReadPages {
  const pages = new PageBuilder()
  let cells = 0
  for (const [index, name] of book.SheetNames.entries()) {
    const sheet = book.Sheets[name]
    if (!sheet) continue
    if (book.Workbook?.Sheets?.[index]?.Hidden) {
      omissions.add('hidden sheets')
      continue
    }
    pages.breakPage(name)
    const rows = rowsOf(sheet, omissions)
    cells += rows.reduce((sum, row) => sum + row.length, 0)
    if (cells > maxCells) throw new FormatError('too-large', `more than ${maxCells} cells`)
    pages.table(withoutEmptyColumns(rows))
  }
  const title = book.Props?.Title?.trim()
  return { ...(title ? { title } : {}), pages: pages.ownPages(), omitted: omissions.list(), problems: [] }
}

interface Cell {
  readonly w?: string
  readonly v?: unknown
  readonly c?: readonly unknown[]
}

function rowsOf(sheet: WorkSheet, omissions: Omissions): string[][] {
  const data: (Cell | undefined)[][] = sheet['!data'] ?? []
  const rows: string[][] = []
  data.forEach((row) => {
    if (!row) return
    const texts: string[] = []
    for (let column = 0; column < Math.min(row.length, maxColumns); column++) {
      const cell = row[column]
      if (cell?.c && cell.c.length > 0) omissions.add('comments', cell.c.length)
      texts.push(textOf(cell, omissions))
    }
    if (row.length > maxColumns) omissions.add('columns', row.length - maxColumns)
    rows.push(texts)
  })
  const whole = /\d+$/.exec(String(sheet['!fullref'] ?? ''))?.[0]
  if (whole && Number(whole) > maxRows) omissions.add('rows', Number(whole) - maxRows)
  return rows
}

function textOf(cell: Cell | undefined, omissions: Omissions): string {
  const text = cell?.w ?? (cell?.v === undefined ? '' : String(cell.v))
  if (text.length <= maxCellLength) return text
  omissions.add('long cells')
  return text.slice(0, maxCellLength)
}

function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  const filled = new Set<number>()
  for (const row of rows) {
    for (const [column, text] of row.entries()) if (text.trim()) filled.add(column)
  }
  const columns = [...filled].sort((a, b) => a - b)
  return rows.map((row) => columns.map((column) => row[column] ?? ''))
}
