import { openableAddress } from '../contract/openable-address.js'
import { finishedBlocks } from './blocks.js'
import { type BlockNode, type Content, type Direction, type InlineNode, inlineTags } from './nodes.js'

/** Steps of the parser for a whole text, as for the search. */
const maxSteps = (characters: number) => 20_000 + characters

/**
 * A complete text as HTML, written from the nodes of our own parser: each element is one of those below, and every text is
 * escaped. Formulas stay as they were written. Headings become `headingsBelow` levels smaller.
 */
export function markdownHtml(source: string, headingsBelow = 0): string {
  let taken = 0
  const limit = maxSteps(source.length)
  const blocks: string[] = []
  for (const block of finishedBlocks(source, () => taken < limit)) {
    taken += block.steps
    blocks.push(blocksHtml(block.nodes, headingsBelow))
  }
  return blocks.join('')
}

const blocksHtml = (nodes: readonly BlockNode[], headingsBelow: number): string =>
  nodes.map((node) => blockHtml(node, headingsBelow)).join('')
const contentHtml = ({ nodes }: Content): string => nodes.map(inlineHtml).join('')
const dirOf = (dir: Direction) => (dir === undefined ? '' : ` dir="${dir}"`)

function blockHtml(node: BlockNode, headingsBelow: number): string {
  const inside = (nodes: readonly BlockNode[]) => blocksHtml(nodes, headingsBelow)
  switch (node.type) {
    case 'paragraph':
      // A list without blank lines has no space between its items either.
      if (node.isTight) return contentHtml(node.content)
      return `<p${dirOf(node.content.dir)}>${contentHtml(node.content)}</p>\n`
    case 'heading': {
      const level = Math.min(6, node.level + headingsBelow)
      return `<h${level}${dirOf(node.content.dir)}>${contentHtml(node.content)}</h${level}>\n`
    }
    case 'code':
      return `<pre><code>${escaped(node.text)}</code></pre>\n`
    case 'quote':
      return `<blockquote${dirOf(node.dir)}>${inside(node.children)}</blockquote>\n`
    case 'list': {
      const items = node.items.map(({ number, isNumbered, isDone, children }) => {
        const value = isNumbered && number !== undefined ? ` value="${number}"` : ''
        const task = isDone === undefined ? '' : isDone ? '☑ ' : '☐ '
        return `<li${value}>${task}${inside(children)}</li>`
      })
      const tag = node.isOrdered ? 'ol' : 'ul'
      return `<${tag}${dirOf(node.dir)}>${items.join('')}</${tag}>\n`
    }
    case 'table': {
      const cells = (row: readonly Content[], tag: 'th' | 'td') =>
        `<tr>${row.map((cell) => `<${tag}>${contentHtml(cell)}</${tag}>`).join('')}</tr>`
      const rows = node.rows.map((row) => cells(row, 'td')).join('')
      // Word processors draw lines only for a table that asks for them.
      const lines = ' border="1" cellspacing="0" cellpadding="4"'
      return `<table${dirOf(node.dir)}${lines}><thead>${cells(node.head, 'th')}</thead><tbody>${rows}</tbody></table>\n`
    }
    case 'note':
      return `<div class="note"><sup>${escaped(node.label)}</sup> ${inside(node.children)}</div>\n`
    case 'formula':
      return `<p><code>${escaped(node.formula.source)}</code></p>\n`
    case 'rule':
      return '<hr>\n'
    case 'plain':
      return `<p class="plain">${escaped(node.text)}</p>\n`
  }
}

function inlineHtml(node: InlineNode): string {
  switch (node.type) {
    case 'text':
      return escaped(node.text)
    case 'code':
      return `<code>${escaped(node.text)}</code>`
    case 'formula':
      return `<code>${escaped(node.formula.source)}</code>`
    case 'break':
      return '<br>'
    case 'link': {
      const words = node.children.map(inlineHtml).join('')
      const address = openableAddress(node.href)
      return address === undefined ? words : `<a href="${escaped(address)}" rel="noreferrer">${words}</a>`
    }
    case 'image':
      return escaped(node.text || 'Image')
    case 'note-reference':
      return `<sup>${escaped(node.label)}</sup>`
    default: {
      const tag = tags.find((known) => known === node.type) ?? 'span'
      return `<${tag}>${node.children.map(inlineHtml).join('')}</${tag}>`
    }
  }
}

const tags = ['em', 'strong', 'del', ...inlineTags]

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')
