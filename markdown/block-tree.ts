import type { Token } from 'markdown-it'
import { blocksDirection } from './direction.js'
import type { Align, BlockNode, Content, Direction, ListItemNode, ListNode, TableNode } from './nodes.js'
import { parser } from './parser.js'

/** Reads the inline content of a block. */
export type ReadContent = (source: string) => Content

/** Makes a tree of the tokens of one block. */
export function blockTree(tokens: readonly Token[], readContent: ReadContent): readonly BlockNode[] {
  return new TreeReader(tokens, readContent).blocks()
}

class TreeReader {
  private index = 0
  private readonly tokens: readonly Token[]
  private readonly readContent: ReadContent

  constructor(tokens: readonly Token[], readContent: ReadContent) {
    this.tokens = tokens
    this.readContent = readContent
  }

  /** Reads blocks up to the end of the element that holds them, or of all tokens. */
  blocks(): BlockNode[] {
    const blocks: BlockNode[] = []
    for (let token = this.next(); token && token.nesting >= 0; token = this.next()) {
      const block = this.block(token)
      if (block) blocks.push(block)
    }
    return blocks
  }

  private next(): Token | undefined {
    return this.tokens[this.index++]
  }

  private block(token: Token): BlockNode | undefined {
    switch (token.type) {
      case 'paragraph_open':
        return { type: 'paragraph', content: this.content(), isTight: token.hidden }
      case 'heading_open':
        return { type: 'heading', level: Number(token.tag.slice(1)), content: this.content() }
      case 'fence':
      case 'code_block':
        return { type: 'code', text: token.content.replace(/\n$/, ''), language: languageOf(token) }
      case 'blockquote_open': {
        const children = this.blocks()
        return { type: 'quote', children, dir: blocksDirection(children) }
      }
      case 'note_open': {
        const children = this.blocks()
        return { type: 'note', label: String(token.meta?.label), children, dir: blocksDirection(children) }
      }
      case 'bullet_list_open':
      case 'ordered_list_open':
        return this.list(token.type === 'ordered_list_open')
      case 'table_open':
        return this.table()
      case 'formula_block': {
        const { source, isClosed } = token.meta as { source: string; isClosed: boolean }
        if (!isClosed) return { type: 'plain', text: source, isHtml: false }
        return { type: 'formula', formula: { tex: token.content, source, isDisplay: true } }
      }
      case 'hr':
        return { type: 'rule' }
      case 'html_block':
        return { type: 'plain', text: token.content, isHtml: true }
      default:
        return undefined
    }
  }

  /** The content between an opening and a closing token, which it passes. */
  private content(): Content {
    const content = this.readContent(this.next()?.content ?? '')
    this.index++
    return content
  }

  private list(isOrdered: boolean): ListNode {
    const read: { written: number; item: Pick<ListItemNode, 'isDone' | 'children'> }[] = []
    for (let open = this.next(); open?.type === 'list_item_open'; open = this.next())
      read.push({ written: Number(open.info), item: this.item() })
    // A list that repeats one number is meant to be counted. Any other number is the one that was meant.
    const first = read[0]?.written ?? 1
    const isCounted = read.every(({ written }) => written === first)
    const numbers = read.map(({ written }, index) => (isCounted ? first + index : written))
    const items = read.map(({ item }, index) => ({
      number: isOrdered ? numbers[index] : undefined,
      isNumbered: isOrdered && index > 0 && numbers[index] !== (numbers[index - 1] ?? 0) + 1,
      ...item,
    }))
    return { type: 'list', isOrdered, items, dir: blocksDirection(items.flatMap(({ children }) => children)) }
  }

  private item(): Pick<ListItemNode, 'isDone' | 'children'> {
    const text = this.tokens[this.index]?.type === 'paragraph_open' ? this.tokens[this.index + 1] : undefined
    const [mark, letter] = (text && /^\[([ xX])\][ \t\n]+(?=\S)/.exec(text.content)) ?? []
    if (text && mark !== undefined) text.content = text.content.slice(mark.length)
    return { isDone: mark === undefined ? undefined : letter !== ' ', children: this.blocks() }
  }

  private table(): TableNode {
    const rows: Content[][] = []
    const aligns: Align[] = []
    for (let token = this.next(); token && token.type !== 'table_close'; token = this.next()) {
      if (token.type === 'tr_open') rows.push([])
      if (token.type === 'th_open') aligns.push(alignOf(token))
      if (token.type === 'inline') rows[rows.length - 1]?.push(this.readContent(token.content))
    }
    const [head = [], ...body] = rows
    return { type: 'table', aligns, head, rows: body, dir: tableDirection(rows) }
  }
}

/** The first word of what stands behind a fence. */
const languageOf = (token: Token) => parser.utils.unescapeAll(token.info).trim().split(/\s+/, 1)[0] ?? ''

const alignOf = (token: Token) => /left|center|right/.exec(String(token.attrGet('style') ?? ''))?.[0] as Align

function tableDirection(rows: readonly (readonly Content[])[]): Direction {
  for (const row of rows) for (const { dir } of row) if (dir) return dir
  return undefined
}
