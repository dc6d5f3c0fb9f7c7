import { notVisible, type Omissions } from '../read-pages.js'
import type { PageBuilder } from '../shared/page-builder.js'
import type { Attributes, XmlHandler } from '../shared/xml.js'
import { RunText } from './run-text.js'
import type { DocxList, DocxStyles } from './styles.js'

/** A page that ends inside a paragraph, in its text. */
const pageEnd = '\f'
/** A table with a longer cell is a layout, and reads better as paragraphs. */
const maxCellLength = 1_500

interface Paragraph {
  readonly outerText: string
  style: string
  level?: number
  list?: { id?: string; depth: number }
  readonly noteIds: string[]
}

interface Table {
  readonly rows: string[][]
  row: string[]
  cell: string[]
  span: number
  isContinued: boolean
}

/** Makes blocks and pages of the stream of elements in a document's body. */
export class DocxBody implements XmlHandler {
  /** In how many paragraphs text stands that is not visible. */
  hiddenCount = 0
  readonly #pages: PageBuilder
  readonly #styles: DocxStyles
  readonly #notes: ReadonlyMap<string, string>
  readonly #omissions: Omissions
  readonly #run = new RunText()
  /** Text boxes hold paragraphs inside a paragraph. */
  readonly #paragraphs: Paragraph[] = []
  readonly #tables: Table[] = []
  readonly #counters = new Map<string, number[]>()
  readonly #footnoteNames = new Map<string, string>()
  readonly #endnoteNames = new Map<string, string>()
  #isBreakDue = false

  constructor(pages: PageBuilder, styles: DocxStyles, notes: ReadonlyMap<string, string>, omissions: Omissions) {
    this.#pages = pages
    this.#styles = styles
    this.#notes = notes
    this.#omissions = omissions
    this.#run.onDeleted = () => omissions.add('deleted passages')
  }

  open(name: string, attributes: Attributes): void {
    const wasSkipping = this.#run.isSkipping
    this.#run.open(name, attributes)
    if (wasSkipping || this.#run.isSkipping) return
    const paragraph = this.#paragraphs.at(-1)
    const table = this.#tables.at(-1)
    const { val = '' } = attributes
    switch (name) {
      case 'p':
        this.#paragraphs.push({ outerText: this.#run.take(), style: '', noteIds: [] })
        return
      case 'pStyle':
        if (paragraph) paragraph.style = val
        return
      case 'pPr':
        // Tables and text boxes have grounds of their own, and a paragraph may have one.
        this.#run.isGroundUnknown = this.#tables.length > 0 || this.#paragraphs.length > 1
        return
      case 'shd':
        this.#run.isGroundUnknown ||= !this.#run.isInRun
        return
      case 'outlineLvl':
        if (paragraph) paragraph.level = Number(val) + 1
        return
      case 'ilvl':
        if (paragraph) paragraph.list = { ...paragraph.list, depth: Number(val) || 0 }
        return
      case 'numId':
        if (paragraph) paragraph.list = { depth: 0, ...paragraph.list, id: val }
        return
      case 'pageBreakBefore':
        if (!['0', 'false', 'off'].includes(val) && this.#tables.length === 0 && !this.#pages.isPageEmpty) {
          this.#pages.breakPage()
        }
        return
      case 'lastRenderedPageBreak':
        this.#endRenderedPage()
        return
      case 'br':
        if (attributes.type === 'page') this.#endPage()
        return
      case 'footnoteReference':
      case 'endnoteReference':
        this.#refer(`${name.slice(0, -'Reference'.length)}/${attributes.id ?? ''}`)
        return
      case 'tbl':
        this.#tables.push({ rows: [], row: [], cell: [], span: 1, isContinued: false })
        return
      case 'tr':
        if (table) table.row = []
        return
      case 'tc':
        if (table) Object.assign(table, { cell: [], span: 1, isContinued: false })
        return
      case 'gridSpan':
        if (table) table.span = Math.min(Math.max(Number(val) || 1, 1), 64)
        return
      case 'vMerge':
        if (table) table.isContinued = val !== 'restart'
        return
      case 'blip':
      case 'imagedata':
        this.#omissions.add('pictures')
    }
  }

  close(name: string): void {
    const wasSkipping = this.#run.isSkipping
    this.#run.close(name)
    if (wasSkipping) return
    if (name === 'p') this.#endParagraph()
    else if (name === 'tc') this.#endCell()
    else if (name === 'tr') this.#endRow()
    else if (name === 'tbl') this.#endTable()
  }

  text(text: string): void {
    this.#run.add(text)
  }

  /** Ends what a damaged file leaves open, so that nothing read is lost. */
  end(): void {
    while (this.#paragraphs.length > 0) this.#endParagraph()
    while (this.#tables.length > 0) {
      this.#endCell()
      this.#endRow()
      this.#endTable()
    }
  }

  /** Word saves where a page ended when it last drew the document; after an explicit break it says so once more. */
  #endRenderedPage(): void {
    const hasText = this.#run.text.trim() !== '' || this.#tables.some(({ rows }) => rows.length > 0)
    if (!hasText && this.#pages.isPageEmpty) return
    if (this.#run.text.endsWith(pageEnd)) return
    this.#endPage()
  }

  #endPage(): void {
    if (this.#tables.length > 0) this.#isBreakDue = true
    else if (this.#paragraphs.length === 1) this.#run.text += pageEnd
    else if (this.#paragraphs.length === 0) this.#pages.breakPage()
  }

  #refer(key: string): void {
    const note = this.#notes.get(key)
    const paragraph = this.#paragraphs.at(-1)
    if (!note || !paragraph) return
    paragraph.noteIds.push(key)
    this.#run.text += `[${this.#noteName(key)}]`
  }

  /** The number that Word prints: notes count in the order of the text. */
  #noteName(key: string): string {
    const isEndnote = key.startsWith('endnote')
    const names = isEndnote ? this.#endnoteNames : this.#footnoteNames
    const name = names.get(key) ?? `${isEndnote ? 'e' : ''}${names.size + 1}`
    names.set(key, name)
    return name
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop()
    if (!paragraph) return
    const text = this.#run.take()
    this.#run.text = paragraph.outerText
    const notes = paragraph.noteIds.map((key) => `[${this.#noteName(key)}] ${this.#notes.get(key)}`)
    const hidden = this.#takeHidden()
    const table = this.#tables.at(-1)
    if (table) {
      table.cell.push(
        ...[text.replaceAll(pageEnd, ' '), ...hidden, ...notes].map((line) => line.trim()).filter(Boolean),
      )
      return
    }
    const pieces = joinAtPageEnd(text)
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) this.#pages.breakPage()
      this.#put(paragraph, piece)
    }
    for (const aside of [...hidden, ...notes]) this.#pages.paragraph(aside)
  }

  #takeHidden(): string[] {
    const hidden = this.#run.hiddenText.trim()
    this.#run.hiddenText = ''
    if (!hidden) return []
    this.hiddenCount++
    return [notVisible(hidden)]
  }

  #put(paragraph: Paragraph, text: string): void {
    const style = this.#styles.styleOf(paragraph.style)
    const level = paragraph.level ?? style.headingLevel
    const list = this.#listOf(paragraph, style.list)
    if (!text.trim()) return
    if (level !== undefined && level <= 9 && this.#paragraphs.length === 0) this.#pages.heading(level, text)
    else if (list) this.#pages.item(this.#marker(list), list.depth, text)
    else this.#pages.paragraph(text)
  }

  #listOf({ list }: Paragraph, ofStyle: DocxList | undefined): DocxList | undefined {
    if (!list) return ofStyle
    const id = list.id ?? ofStyle?.id
    return id && id !== '0' ? { id, depth: Math.min(Math.max(list.depth, 0), 8) } : undefined
  }

  #marker(list: DocxList): string {
    if (!this.#styles.isNumbered(list)) return '-'
    const counters = this.#counters.get(list.id) ?? []
    counters.length = Math.min(counters.length, list.depth + 1)
    const count = (counters[list.depth] ?? 0) + 1
    counters[list.depth] = count
    this.#counters.set(list.id, counters)
    return `${count}.`
  }

  #endCell(): void {
    const table = this.#tables.at(-1)
    if (!table) return
    table.row.push(table.isContinued ? '' : table.cell.join('\n'))
    for (let index = 1; index < table.span; index++) table.row.push('')
    table.cell = []
  }

  #endRow(): void {
    const table = this.#tables.at(-1)
    if (!table) return
    if (table.row.length > 0) table.rows.push(table.row)
    table.row = []
    if (!this.#isBreakDue || this.#tables.length > 1) return
    // The page ended in this row; the row stays whole on the page where it begins.
    this.#isBreakDue = false
    const header = table.rows[0]
    putTable(table.rows, this.#pages)
    this.#pages.breakPage()
    table.rows.length = 0
    if (header && header !== table.row) this.#headerOf = header
  }

  /** The header of a table that goes on, on a new page. */
  #headerOf: string[] | undefined

  #endTable(): void {
    const table = this.#tables.pop()
    if (!table) return
    const outer = this.#tables.at(-1)
    if (outer) {
      for (const row of table.rows) {
        const line = row.map((cell) => cell.replaceAll('\n', ' ')).filter(Boolean)
        if (line.length > 0) outer.cell.push(line.join(', '))
      }
      return
    }
    const isContinuation = this.#headerOf !== undefined && table.rows.length > 0
    putTable(isContinuation ? [this.#headerOf ?? [], ...table.rows] : table.rows, this.#pages)
    this.#headerOf = undefined
  }
}

function putTable(rows: readonly (readonly string[])[], pages: PageBuilder): void {
  const isLayout = rows.some((row) => row.some(({ length }) => length > maxCellLength))
  if (!isLayout) {
    pages.table(rows)
    return
  }
  for (const row of rows) {
    for (const cell of row) for (const line of cell.split('\n')) pages.paragraph(line)
  }
}

/** A paragraph over one page end stays whole on the page where it begins; over more, each page has its text. */
function joinAtPageEnd(text: string): string[] {
  const pieces = text.split(pageEnd)
  if (pieces.length !== 2) return pieces
  return pieces[0]?.trim() ? [pieces.join(''), ''] : pieces
}
