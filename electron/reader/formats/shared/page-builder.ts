import { cutPassages } from '../../passages.js'
import type { ReadPage } from '../read-pages.js'

/** Lengths are characters. */
const targetPageLength = 3_000
/** A page of the document's own, for example a chapter, is split when it is longer. */
const maxPageLength = 12_000
const maxHeadingsLength = 300
const targetListLength = 500
const maxTableLength = 1_500
/** One row of a table may be long; main takes passages of up to 4,000 characters. */
const maxPassageLength = 3_000
const maxTableColumns = 200
/** A page that is filled by one table is longer, because each page repeats the header. */
const targetTableLength = 8_000
const maxRepeatedHeaderLength = 400

/** Passages that stay together: those of a paragraph, a list, a table. */
interface Group {
  readonly passages: readonly string[]
  /** Of a table: what each page repeats. */
  readonly header?: string
}

interface DraftPage {
  label?: string
  readonly isOwn: boolean
  readonly groups: Group[]
}

/**
 * Gathers the blocks of a document into passages and pages. A document without page breaks, and a page that is very
 * long, is split into pages of about 3,000 characters between blocks. Headings join the block that they head.
 */
export class PageBuilder {
  readonly #pages: DraftPage[] = [{ groups: [], isOwn: false }]
  #headings = ''
  #list: string[] = []
  #listLength = 0

  get isPageEmpty(): boolean {
    return this.#page.groups.length === 0 && !this.#headings && this.#list.length === 0
  }

  heading(level: number, text: string): void {
    const line = text.replace(/\s+/g, ' ').trim()
    if (!line) return
    this.#endList()
    const heading = `${'#'.repeat(Math.min(Math.max(level, 1), 6))} ${line}`
    if (heading.length > maxHeadingsLength) this.paragraph(line)
    else if (this.#headings.length + heading.length > maxHeadingsLength) {
      this.#endHeadings()
      this.#headings = heading
    } else this.#headings = this.#headings ? `${this.#headings}\n${heading}` : heading
  }

  paragraph(text: string): void {
    this.#endList()
    const trimmed = trimLines(text)
    if (trimmed) this.#add(cutPassages(trimmed))
  }

  /** `marker` is `-` or a number with its period; `depth` counts from 0. */
  item(marker: string, depth: number, text: string): void {
    const trimmed = trimLines(text).replaceAll('\n', ' ')
    if (!trimmed) return
    const line = `${'  '.repeat(Math.min(depth, 8))}${marker} ${trimmed}`
    if (this.#listLength + line.length > targetListLength) this.#endList()
    this.#list.push(line)
    this.#listLength += line.length
  }

  /** Lines of code or of fixed width, with their white space. */
  code(text: string): void {
    this.#endList()
    const lines = text.replace(/^\n+|\s+$/g, '')
    if (lines) this.#add(cutPassages(lines))
  }

  /** The first row is taken as the header. */
  table(rows: readonly (readonly string[])[]): void {
    this.#endList()
    const filled = rows.filter((row) => row.some((cell) => cell.trim()))
    const columns = Math.min(
      maxTableColumns,
      filled.reduce((most, row) => Math.max(most, lastFilled(row)), 0),
    )
    const [header, ...body] = filled
    if (!header) return
    if (columns === 1) {
      for (const [cell = ''] of filled) this.paragraph(cell)
      return
    }
    const head = `${toRow(header, columns)}\n|${' --- |'.repeat(columns)}`
    const passages: string[] = []
    let passage = head
    for (const row of body) {
      const line = toRow(row, columns)
      if (passage.length + line.length > maxTableLength) {
        passages.push(passage)
        passage = line
      } else passage += `\n${line}`
    }
    this.#add([...passages, passage], head.length <= maxRepeatedHeaderLength ? head : undefined)
  }

  /** Begins a page, also after an empty one. */
  breakPage(label?: string): void {
    this.#endBlocks()
    this.#pages.push({ groups: [], isOwn: true, ...(label === undefined ? {} : { label: shortLabel(label) }) })
  }

  /** Names the page that is being made. */
  label(label: string): void {
    const short = shortLabel(label)
    if (short) this.#page.label = short
  }

  pages(): ReadPage[] {
    this.#endBlocks()
    const isPaged = this.#pages.length > 1
    return this.#pages.flatMap((page) => finishPage(page, isPaged ? maxPageLength : targetPageLength))
  }

  /** As `pages`, for documents whose pages all begin with `breakPage`. */
  ownPages(): ReadPage[] {
    this.#endBlocks()
    return this.#pages
      .filter(({ isOwn, groups }) => isOwn || groups.length > 0)
      .flatMap((page) => finishPage(page, maxPageLength))
  }

  get #page(): DraftPage {
    return this.#pages.at(-1) as DraftPage
  }

  #add(passages: readonly string[], header?: string): void {
    const [first = '', ...rest] = passages.flatMap((one) => (one.length > maxPassageLength ? cutPassages(one) : [one]))
    const headed = this.#headings ? [`${this.#headings}\n${first}`, ...rest] : [first, ...rest]
    this.#page.groups.push({ passages: headed, ...(header ? { header } : {}) })
    this.#headings = ''
  }

  #endList(): void {
    if (this.#list.length === 0) return
    const text = this.#list.join('\n')
    this.#list = []
    this.#listLength = 0
    this.#add(cutPassages(text))
  }

  #endHeadings(): void {
    if (this.#headings) this.#page.groups.push({ passages: [this.#headings] })
    this.#headings = ''
  }

  #endBlocks(): void {
    this.#endList()
    this.#endHeadings()
  }
}

function finishPage({ groups, label }: DraftPage, maxLength: number): ReadPage[] {
  const total = groups.reduce((sum, { passages }) => sum + lengthOf(passages), 0)
  const parts = total > maxLength ? fill(groups) : [groups.flatMap(({ passages }) => passages)]
  return parts.map((passages, index) => {
    const name = label && index > 0 ? `${label} (${index + 1})` : label
    return { ...(name ? { label: name } : {}), passages, status: passages.length > 0 ? 'read' : 'empty' }
  })
}

/** A group stays whole, unless it is longer than a page. */
function fill(groups: readonly Group[]): string[][] {
  const pages: string[][] = [[]]
  let length = 0
  const put = (passages: readonly string[], targetLength: number, header?: string) => {
    const added = lengthOf(passages)
    const isNew = length > 0 && length + added > targetLength
    if (isNew) {
      pages.push([])
      length = 0
    }
    const [first = '', ...rest] = passages
    pages.at(-1)?.push(...(isNew && header ? [`${header}\n${first}`, ...rest] : passages))
    length += added
  }
  for (const { passages, header } of groups) {
    const target = header ? targetTableLength : targetPageLength
    if (lengthOf(passages) <= target) put(passages, target)
    else for (const [index, passage] of passages.entries()) put([passage], target, index > 0 ? header : undefined)
  }
  return pages
}

const lengthOf = (passages: readonly string[]) => passages.reduce((sum, { length }) => sum + length, 0)

const shortLabel = (label: string) => label.replace(/\s+/g, ' ').trim().slice(0, 120)

const trimLines = (text: string) =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()

const lastFilled = (row: readonly string[]) => row.findLastIndex((cell) => cell.trim()) + 1

function toRow(row: readonly string[], columns: number): string {
  let line = '|'
  for (let index = 0; index < columns; index++) {
    line += ` ${(row[index] ?? '').replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')} |`
  }
  return line
}
