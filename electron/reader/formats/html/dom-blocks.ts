import type { Omissions } from '../read-pages.js'
import type { PageBuilder } from '../shared/page-builder.js'

const skipped = new Set(
  'script style template noscript svg math head iframe object embed canvas audio video select datalist'.split(' '),
)
const inline = new Set(
  `a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small
  span strike strong sub sup time tt u var wbr input img`.split(/\s+/),
)
const maxCellLength = 1_500
const maxNodes = 2_000_000
const elementType = 1
const textType = 3

interface List {
  readonly isNumbered: boolean
  count: number
}

/** Makes blocks of the elements inside `root`. Walks without recursion, because strangers nest as deep as they like. */
export function putDom(root: Element, pages: PageBuilder, omissions: Omissions): void {
  const lists: List[] = []
  let text = ''
  let level = 0
  let isItem = false
  let preDepth = 0
  const flush = () => {
    const block = preDepth > 0 ? text : text.trim()
    text = ''
    if (!block.trim()) return
    const list = lists.at(-1)
    if (level > 0) pages.heading(level, block)
    else if (preDepth > 0) pages.code(block)
    else if (isItem && list) {
      pages.item(list.isNumbered ? `${list.count}.` : '-', lists.length - 1, block)
      isItem = false
    } else pages.paragraph(block)
  }
  /** Returns true when the element's children are to be walked. */
  const open = (element: Element, name: string): boolean => {
    if (skipped.has(name)) return false
    if (isHidden(element)) {
      if (element.textContent?.trim()) omissions.add('hidden passages')
      return false
    }
    if (name === 'br') text += '\n'
    else if (name === 'img') omissions.add('pictures')
    if (inline.has(name) || name === 'br') return true
    flush()
    if (/^h[1-6]$/.test(name)) level = Number(name[1])
    else if (name === 'pre') preDepth++
    else if (name === 'ul' || name === 'ol') lists.push({ isNumbered: name === 'ol', count: startOf(element) - 1 })
    else if (name === 'li') {
      const list = lists.at(-1)
      if (list) list.count++
      isItem = true
    } else if (name === 'table') {
      const rows = rowsOf(element)
      if (rows) pages.table(rows)
      return rows === undefined
    }
    return true
  }
  const close = (name: string) => {
    if (name === 'td' || name === 'th') text += ' '
    if (inline.has(name) || name === 'br') return
    flush()
    if (/^h[1-6]$/.test(name)) level = 0
    else if (name === 'pre') preDepth--
    else if (name === 'ul' || name === 'ol') lists.pop()
    else if (name === 'li') isItem = false
  }
  walk(root, open, close, (piece) => {
    text += preDepth > 0 ? piece : piece.replace(/\s+/g, ' ')
  })
  flush()
}

function walk(
  root: Element,
  open: (element: Element, name: string) => boolean,
  close: (name: string) => void,
  onText: (text: string) => void,
): void {
  let node: Node | null = root.firstChild
  const names: string[] = []
  for (let count = 0; node && count < maxNodes; count++) {
    let goesDown = false
    if (node.nodeType === elementType) {
      const element = node as Element
      const name = element.localName.toLowerCase()
      goesDown = open(element, name) && element.firstChild !== null
      if (goesDown) names.push(name)
      else if (!skipped.has(name) && name !== 'table') close(name)
    } else if (node.nodeType === textType) onText(node.nodeValue ?? '')
    if (goesDown) {
      node = node.firstChild
      continue
    }
    while (node && !node.nextSibling) {
      node = node.parentNode
      if (!node || node === root) return
      close(names.pop() ?? '')
    }
    node = node?.nextSibling ?? null
  }
}

function isHidden(element: Element): boolean {
  if (element.hasAttribute('hidden')) return true
  const style = element.getAttribute('style')
  return style !== null && /(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]))/i.test(style)
}

const startOf = (list: Element) => Number.parseInt(list.getAttribute('start') ?? '1', 10) || 1

/** The cells of a table; undefined where the table only lays out a page. */
function rowsOf(table: Element): string[][] | undefined {
  if (table.querySelector('table, h1, h2, h3, ul, ol, pre')) return undefined
  const rows: string[][] = []
  for (const row of table.querySelectorAll('tr')) {
    const cells: string[] = []
    for (const cell of row.children) {
      if (cell.localName !== 'td' && cell.localName !== 'th') continue
      const text = cellText(cell)
      if (text.length > maxCellLength) return undefined
      cells.push(text)
      const span = Math.min(Number.parseInt(cell.getAttribute('colspan') ?? '1', 10) || 1, 64)
      for (let index = 1; index < span; index++) cells.push('')
    }
    rows.push(cells)
  }
  const caption = table.querySelector('caption')?.textContent?.trim()
  return caption ? [[caption], ...rows] : rows
}

function cellText(cell: Element): string {
  let text = ''
  walk(
    cell,
    (element, name) => {
      if (!inline.has(name)) text += ' '
      return !skipped.has(name) && !isHidden(element)
    },
    (name) => {
      if (!inline.has(name)) text += ' '
    },
    (piece) => {
      text += piece
    },
  )
  return text.replace(/\s+/g, ' ').trim()
}
