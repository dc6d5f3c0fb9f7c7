import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import type { TableRows } from './markdown-table.js'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

interface PastedTables {
  readonly tables: readonly TableRows[]
  /** There is no text beside them, as in what a spreadsheet copies. */
  readonly isAll: boolean
}

/** More cells than this are no table that a person would write. */
const maxCells = 20_000
/** A longer cell holds prose: the table lays out a page. */
const maxCellCharacters = 2_000
/** The limit of HTML for one cell. */
const maxColumns = 1_000

/**
 * Reads the tables of HTML from the clipboard. The HTML is hostile: it never becomes elements of a page, which the
 * content security policy forbids anyway, and only texts are taken from it.
 */
export function readTables(html: string): PastedTables {
  if (isTooDeep(html)) return { tables: [], isAll: false }
  const page = parse(html)
  const tables = innermostTables(page)
    .map((element) => ({ element, rows: rowsOf(element) }))
    .filter(({ rows }) => rows.length > 1 && (rows[0]?.length ?? 0) > 1 && !rows.flat().some(isProse))
  const elements = new Set<Node>(tables.map(({ element }) => element))
  return { tables: tables.map(({ rows }) => rows), isAll: textOf(page, elements) === '' }
}

/** The parser looks through all open elements at most tags, so deep nesting would cost quadratic time. */
const maxDepth = 500
const voidNames = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

/** Elements that were never closed count as open, as they do for the parser. */
function isTooDeep(html: string): boolean {
  let depth = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][^\s/>]*)/gi)) {
    if (slash) depth = Math.max(0, depth - 1)
    else if (!voidNames.has(name.toLowerCase())) depth++
    if (depth > maxDepth) return true
  }
  return false
}

const isProse = (cell: string) => cell.length > maxCellCharacters

const isElement = (node: Node): node is Element => 'tagName' in node
const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : [])
const attributeOf = (element: Element, name: string) =>
  element.attrs.find((attribute) => attribute.name === name)?.value

/** The tables without a table in them that do not say that they only lay out what is in them. */
function innermostTables(page: Node): readonly Element[] {
  const all = elementsOf(page, 'table')
  const outer = new Set<Node>()
  for (const table of all) {
    let around: Node | null = table.parentNode
    while (around !== null && !outer.has(around)) {
      outer.add(around)
      around = 'parentNode' in around ? around.parentNode : null
    }
  }
  return all.filter((table) => !outer.has(table) && !/^(presentation|none)$/i.test(attributeOf(table, 'role') ?? ''))
}

/** Iterative, as every walk here, and without spreads: the tree may be as deep or as wide as the text is long. */
function elementsOf(whole: Node, tagName: string): readonly Element[] {
  const found: Element[] = []
  const waiting: Node[] = [whole]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isElement(node) && node.tagName === tagName) found.push(node)
    for (const child of childrenOf(node).toReversed()) waiting.push(child)
  }
  return found
}

/** A merged cell has its text in its first place, and the others are empty. Returns no row for too many cells. */
function rowsOf(table: Element): TableRows {
  const rows: string[][] = []
  let cellCount = 0
  const shown = elementsOf(table, 'tr').filter((row) => !isHidden(row))
  for (const [y, row] of shown.entries()) {
    let x = 0
    for (const cell of childrenOf(row).filter(isCell)) {
      while (rows[y]?.[x] !== undefined) x++
      const width = spanOf(cell, 'colspan', maxColumns)
      const height = spanOf(cell, 'rowspan', shown.length - y)
      cellCount += width * height
      if (cellCount > maxCells) return []
      for (let dy = 0; dy < height; dy++) {
        for (let dx = 0; dx < width; dx++) place(rows, y + dy, x + dx, '')
      }
      place(rows, y, x, textOf(cell))
      x += width
    }
  }
  // Word ends a table with an empty row, and Excel may end it with empty columns.
  const height = rows.findLastIndex((row) => row?.some(isFilled)) + 1
  const width = rows.reduce((most, row) => Math.max(most, row.findLastIndex(isFilled) + 1), 0)
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => rows[y]?.[x] ?? ''))
}

function place(rows: string[][], y: number, x: number, text: string): void {
  rows[y] ??= []
  rows[y][x] = text
}

const isFilled = (text: string | undefined) => text !== undefined && text !== ''

const isCell = (node: Node): node is Element =>
  isElement(node) && (node.tagName === 'td' || node.tagName === 'th') && !isHidden(node)

const isHidden = (element: Element) => /display:\s*none|mso-hide:\s*all/i.test(attributeOf(element, 'style') ?? '')

/** A span of 0 reaches to the end. */
function spanOf(cell: Element, name: 'colspan' | 'rowspan', max: number): number {
  const span = Number.parseInt(attributeOf(cell, name) ?? '1', 10)
  return span === 0 && name === 'rowspan' ? max : Math.min(Math.max(span || 1, 1), max)
}

const lineNames = new Set('p div li ul ol h1 h2 h3 h4 h5 h6 tr td th table blockquote pre'.split(' '))
const silentNames = new Set('head style script template title noscript'.split(' '))

/** The text of a node without the nodes in `skipped`: one line for each line on the screen, and no empty lines. */
function textOf(whole: Node, skipped?: ReadonlySet<Node>): string {
  let text = ''
  /** Nodes to visit, and line breaks after the elements that end a line. */
  const waiting: (Node | '\n')[] = [whole]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === '\n') text += '\n'
    else if (node.nodeName === '#text' && 'value' in node) text += node.value.replace(/\s+/g, ' ')
    else if (!skipped?.has(node) && !(isElement(node) && (silentNames.has(node.tagName) || isHidden(node)))) {
      const isLine = isElement(node) && lineNames.has(node.tagName)
      if (isLine || node.nodeName === 'br') text += '\n'
      if (isLine) waiting.push('\n')
      for (const child of childrenOf(node).toReversed()) waiting.push(child)
    }
  }
  return text
    .split('\n')
    .map((line) => line.replace(/ +/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}
