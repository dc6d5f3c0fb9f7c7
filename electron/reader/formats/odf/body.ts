import type { Omissions } from '../read-pages.js'
import type { PageBuilder } from '../shared/page-builder.js'
import type { Attributes, XmlHandler } from '../shared/xml.js'
import type { OdfStyles } from './styles.js'

/** Spreadsheets repeat their last empty cell and row to the end of the sheet. */
const maxRepeats = 1_000
const maxRows = 100_000
const maxColumns = 200
const maxCells = 3_000_000

interface Paragraph {
  readonly outerText: string
  readonly level: number | undefined
  readonly style: string
}

interface Table {
  readonly rows: string[][]
  row: string[]
  cell: string[]
  repeatedCells: number
  repeatedRows: number
  readonly isHidden: boolean
}

/** Elements whose content is left out. */
const skipped = new Set(['tracked-changes', 'annotation', 'forms', 'note-citation', 'settings', 'ruby-text', 'scripts'])

/** Makes blocks and pages of the stream of elements in content.xml. */
export class OdfBody implements XmlHandler {
  /** True when the document's own parts (sheets, slides) are its pages. */
  hasOwnPages = false
  readonly #pages: PageBuilder
  readonly #styles: OdfStyles
  readonly #omissions: Omissions
  readonly #paragraphs: Paragraph[] = []
  readonly #tables: Table[] = []
  readonly #lists: { readonly isNumbered: boolean; count: number; isMarked: boolean }[] = []
  readonly #notes: string[] = []
  #noteText: string[] | undefined
  #text = ''
  #skipDepth = 0
  #isBody = false
  #isSheet = false
  #isNotes = false
  #cells = 0
  #noteCount = 0

  constructor(pages: PageBuilder, styles: OdfStyles, omissions: Omissions) {
    this.#pages = pages
    this.#styles = styles
    this.#omissions = omissions
  }

  open(name: string, attributes: Attributes, fullName: string): void {
    if (fullName === 'office:body') this.#isBody = true
    if (!this.#isBody) return
    if (this.#skipDepth > 0 || skipped.has(name)) {
      if (name === 'annotation') this.#omissions.add('comments')
      if (name === 'deletion') this.#omissions.add('deleted passages')
      this.#skipDepth++
      return
    }
    const style = attributes['style-name'] ?? ''
    switch (fullName) {
      case 'office:spreadsheet':
        this.#isSheet = true
        this.hasOwnPages = true
        return
      case 'office:presentation':
      case 'office:drawing':
        this.hasOwnPages = true
        return
      case 'draw:page':
        this.#pages.breakPage(attributes.name)
        return
      case 'presentation:notes':
        this.#isNotes = true
        return
      case 'text:h':
      case 'text:p':
        this.#openParagraph(fullName === 'text:h' ? Number(attributes['outline-level'] ?? 1) || 1 : undefined, style)
        return
      case 'text:soft-page-break':
        if (this.#paragraphs.length === 0 && this.#tables.length === 0 && !this.#pages.isPageEmpty) {
          this.#pages.breakPage()
        } else if (this.#tables.length === 0) this.#text += '\f'
        return
      case 'text:s':
      case 'text:tab':
        this.#text += ' '
        return
      case 'text:line-break':
        this.#text += '\n'
        return
      case 'text:list':
        this.#openList(style)
        return
      case 'text:list-item':
        this.#nextItem()
        return
      case 'text:note-body':
        this.#noteText = []
        return
      case 'table:table':
        this.#openTable(attributes, style)
        return
      case 'table:table-row':
        this.#openRow(attributes)
        return
      case 'table:table-cell':
      case 'table:covered-table-cell':
        this.#openCell(attributes)
    }
  }

  close(_name: string, fullName: string): void {
    if (!this.#isBody) return
    if (this.#skipDepth > 0) {
      this.#skipDepth--
      return
    }
    switch (fullName) {
      case 'office:body':
        this.#isBody = false
        return
      case 'text:h':
      case 'text:p':
        this.#endParagraph()
        return
      case 'text:list':
        this.#lists.pop()
        return
      case 'text:note-body':
        this.#endNote()
        return
      case 'presentation:notes':
        this.#isNotes = false
        return
      case 'table:table-cell':
      case 'table:covered-table-cell':
        this.#endCell()
        return
      case 'table:table-row':
        this.#endRow()
        return
      case 'table:table':
        this.#endTable()
    }
  }

  text(text: string): void {
    if (this.#isBody && this.#skipDepth === 0 && this.#paragraphs.length > 0) this.#text += text.replace(/\s+/g, ' ')
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

  #openParagraph(level: number | undefined, style: string): void {
    const isOuter = this.#paragraphs.length === 0 && this.#tables.length === 0
    if (isOuter && this.#styles.breaksBefore.has(style) && !this.#pages.isPageEmpty) this.#pages.breakPage()
    this.#paragraphs.push({ outerText: this.#text, level, style })
    this.#text = ''
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop()
    if (!paragraph) return
    const pieces = this.#text.split('\f')
    const text = pieces.join('').trim()
    this.#text = paragraph.outerText
    if (this.#noteText) {
      this.#noteText.push(text)
      return
    }
    const table = this.#tables.at(-1)
    if (table) {
      if (text) table.cell.push(text)
      return
    }
    if (pieces.length > 1 && !pieces[0]?.trim() && !this.#pages.isPageEmpty) this.#pages.breakPage()
    this.#put(paragraph, text)
    if (this.#paragraphs.length > 0) return
    for (const note of this.#notes.splice(0)) this.#pages.paragraph(note)
    if (pieces.length > 1 && pieces[0]?.trim()) this.#pages.breakPage()
    else if (this.#styles.breaksAfter.has(paragraph.style)) this.#pages.breakPage()
  }

  #put({ level }: Paragraph, text: string): void {
    if (!text) return
    const list = this.#lists.at(-1)
    if (level !== undefined) this.#pages.heading(level, text)
    else if (list && !list.isMarked) {
      list.isMarked = true
      this.#pages.item(list.isNumbered ? `${list.count}.` : '-', this.#lists.length - 1, text)
    } else this.#pages.paragraph(this.#isNotes ? `Notes: ${text}` : text)
  }

  #openList(style: string): void {
    const isNumbered = style ? this.#styles.numberedLists.has(style) : (this.#lists.at(-1)?.isNumbered ?? false)
    this.#lists.push({ isNumbered, count: 0, isMarked: false })
  }

  #nextItem(): void {
    const list = this.#lists.at(-1)
    if (!list) return
    list.count++
    list.isMarked = false
  }

  #endNote(): void {
    const note = this.#noteText?.filter(Boolean).join(' ')
    this.#noteText = undefined
    if (!note) return
    this.#noteCount++
    this.#text += `[${this.#noteCount}]`
    const table = this.#tables.at(-1)
    if (table) table.cell.push(`[${this.#noteCount}] ${note}`)
    else this.#notes.push(`[${this.#noteCount}] ${note}`)
  }

  #openTable(attributes: Attributes, style: string): void {
    const isSheet = this.#isSheet && this.#tables.length === 0
    const isHidden = isSheet && this.#styles.hidden.has(style)
    if (isHidden) this.#omissions.add('hidden sheets')
    else if (isSheet) this.#pages.breakPage(attributes.name)
    this.#tables.push({ rows: [], row: [], cell: [], repeatedCells: 1, repeatedRows: 1, isHidden })
  }

  #openRow(attributes: Attributes): void {
    const table = this.#tables.at(-1)
    if (table) Object.assign(table, { row: [], repeatedRows: repeats(attributes['number-rows-repeated']) })
  }

  #openCell(attributes: Attributes): void {
    const table = this.#tables.at(-1)
    if (table) Object.assign(table, { cell: [], repeatedCells: repeats(attributes['number-columns-repeated']) })
  }

  #endCell(): void {
    const table = this.#tables.at(-1)
    if (!table) return
    const text = table.cell.join('\n')
    for (let index = 0; index < table.repeatedCells && table.row.length < maxColumns; index++) table.row.push(text)
    table.cell = []
  }

  #endRow(): void {
    const table = this.#tables.at(-1)
    if (!table) return
    while (table.row.length > 0 && !table.row.at(-1)) table.row.pop()
    for (let index = 0; table.row.length > 0 && index < table.repeatedRows; index++) {
      this.#cells += table.row.length
      if (table.rows.length < maxRows && this.#cells < maxCells) table.rows.push(table.row)
      else this.#omissions.add('rows')
    }
    table.row = []
  }

  #endTable(): void {
    const table = this.#tables.pop()
    if (!table || table.isHidden) return
    const outer = this.#tables.at(-1)
    if (!outer) this.#pages.table(table.rows)
    else for (const row of table.rows) outer.cell.push(row.filter(Boolean).join(', ').replaceAll('\n', ' '))
  }
}

const repeats = (value = '1') => Math.min(Math.max(Number(value) || 1, 1), maxRepeats)
