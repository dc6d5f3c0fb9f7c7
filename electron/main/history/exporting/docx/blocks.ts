import { finishedBlocks } from '../../../../../markdown/blocks.js'
import type { BlockNode, Content, Direction, ListNode, TableNode } from '../../../../../markdown/nodes.js'
import { type Links, run, runs } from './runs.js'

/** Numbers of lists: each ordered one begins at its own. */
export class Numberings {
  readonly #starts: number[] = []

  /** The number of an ordered list that begins at `start`; bullets have the first one. */
  add(start: number): number {
    this.#starts.push(start)
    return this.#starts.length + 1
  }

  /** For numbering.xml. */
  get instances(): string {
    const levels = (start: number) =>
      Array.from(
        { length: maxLevels },
        (_, level) =>
          `<w:lvlOverride w:ilvl="${level}"><w:startOverride w:val="${level === 0 ? start : 1}"/></w:lvlOverride>`,
      ).join('')
    return this.#starts
      .map((start, index) => `<w:num w:numId="${index + 2}"><w:abstractNumId w:val="1"/>${levels(start)}</w:num>`)
      .join('')
  }
}

export const maxLevels = 9
const bullets = 1
const indentTwips = 360

const lookOf = (dir: Direction): readonly string[] => (dir === 'rtl' ? ['<w:rtl/>'] : [])

interface Place {
  readonly style?: string
  /** Of the list that the paragraph is an item of. */
  readonly numbering?: { readonly id: number; readonly level: number } | undefined
  /** How many lists or quotations it is in without being their item. */
  readonly depth: number
}

const top: Place = { depth: 0 }

/** The title is the first level, and who speaks the second. */
const headingsBelow = 2
/** Steps of the parser for a whole text, as for the search. */
const maxSteps = (characters: number) => 20_000 + characters

/** Blocks of Markdown as paragraphs and tables of Word. */
export class DocxBlocks {
  readonly links: Links
  readonly numberings: Numberings

  constructor(links: Links, numberings: Numberings) {
    this.links = links
    this.numberings = numberings
  }

  markdown(source: string): string {
    let taken = 0
    const limit = maxSteps(source.length)
    const written: string[] = []
    for (const block of finishedBlocks(source, () => taken < limit)) {
      taken += block.steps
      written.push(this.#all(block.nodes, top))
    }
    return written.join('')
  }

  paragraph(content: string, style?: string, dir?: Direction): string {
    return this.#paragraph(content, { depth: 0, ...(style !== undefined && { style }) }, dir)
  }

  #all(nodes: readonly BlockNode[], place: Place): string {
    return nodes
      .map((node, index) => this.#block(node, index === 0 ? place : { ...place, numbering: undefined }))
      .join('')
  }

  #block(node: BlockNode, place: Place): string {
    switch (node.type) {
      case 'paragraph':
        return this.#text(node.content, place)
      case 'heading':
        return this.#text(node.content, { ...place, style: `Heading${Math.min(6, node.level + headingsBelow)}` })
      case 'code':
        return this.#paragraph(run(node.text), { ...place, style: 'Code' })
      case 'formula':
        return this.#paragraph(run(node.formula.source), { ...place, style: 'Code' })
      case 'plain':
        return this.#paragraph(run(node.text), place)
      case 'quote':
        return this.#all(node.children, { ...place, style: 'Quote', depth: place.depth + 1 })
      case 'note':
        return this.#paragraph(run(node.label), place) + this.#all(node.children, place)
      case 'list':
        return this.#list(node, place)
      case 'table':
        return this.#table(node)
      case 'rule':
        return '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr></w:pPr></w:p>'
    }
  }

  #list({ isOrdered, items }: ListNode, place: Place): string {
    const level = Math.min(maxLevels - 1, place.depth)
    let id = bullets
    return items
      .map(({ number, isNumbered, isDone, children }, index) => {
        if (isOrdered && (index === 0 || isNumbered)) id = this.numberings.add(number ?? 1)
        const task = isDone === undefined ? '' : run(isDone ? '☑ ' : '☐ ')
        const item = { ...place, depth: place.depth + 1, numbering: { id, level } }
        const [first, ...others] = children
        // An item has a paragraph of its own even when it begins with a list or is empty.
        if (first?.type !== 'paragraph')
          return this.#paragraph(task, item) + this.#all(children, { ...item, numbering: undefined })
        const words = this.#paragraph(
          task + runs(first.content.nodes, this.links, lookOf(first.content.dir)),
          item,
          first.content.dir,
        )
        return words + this.#all(others, { ...item, numbering: undefined })
      })
      .join('')
  }

  #table({ aligns, head, rows, dir }: TableNode): string {
    const cell = (content: Content, column: number, style?: string) => {
      const align = aligns[column]
      const inside = runs(content.nodes, this.links, lookOf(content.dir))
      return `<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>${this.#paragraph(inside, { depth: 0, ...(style !== undefined && { style }) }, content.dir, align)}</w:tc>`
    }
    const row = (cells: readonly Content[], isHead: boolean) =>
      `<w:tr>${isHead ? '<w:trPr><w:tblHeader/></w:trPr>' : ''}${cells.map((each, column) => cell(each, column, isHead ? 'TableHead' : undefined)).join('')}</w:tr>`
    const grid = head.map(() => '<w:gridCol/>').join('')
    const visual = dir === 'rtl' ? '<w:bidiVisual/>' : ''
    const table = `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/>${visual}<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>`
    // Word joins two tables with nothing between them.
    return `${table}${row(head, true)}${rows.map((each) => row(each, false)).join('')}</w:tbl><w:p/>`
  }

  #text({ nodes, dir }: Content, place: Place): string {
    return this.#paragraph(runs(nodes, this.links, lookOf(dir)), place, dir)
  }

  #paragraph(content: string, { style, numbering, depth }: Place, dir?: Direction, align?: string): string {
    const properties = [
      style === undefined ? '' : `<w:pStyle w:val="${style}"/>`,
      numbering ? `<w:numPr><w:ilvl w:val="${numbering.level}"/><w:numId w:val="${numbering.id}"/></w:numPr>` : '',
      dir === 'rtl' ? '<w:bidi/>' : '',
      numbering || depth === 0 ? '' : `<w:ind w:left="${depth * indentTwips}"/>`,
      align === undefined ? '' : `<w:jc w:val="${align}"/>`,
    ].join('')
    return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`
  }
}
