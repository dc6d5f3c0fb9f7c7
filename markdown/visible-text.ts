import { finishedBlocks } from './blocks.js'
import { textOf } from './inline-tree.js'
import type { BlockNode, Content, InlineNode } from './nodes.js'
import { shownAddress } from './shown-address.js'

/** Steps of the parser for a whole text. A text that people or models write needs less than one for five characters. */
const maxSteps = (characters: number) => 20_000 + characters

/**
 * The text that a window shows of a complete reply: Markdown without its marks. Blocks, lines, cells and the marks of
 * footnotes stand apart. What would take too many steps to parse, or become far longer, stays as it was written.
 */
export function visibleText(source: string): string {
  const texts: string[] = []
  const steps = maxSteps(source.length)
  let taken = 0
  for (const block of finishedBlocks(source, () => taken < steps)) {
    const text = blocksText(block.nodes)
    taken += block.steps + Math.max(0, text.length - block.source.length)
    texts.push(text)
  }
  return lines(texts)
}

const lines = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n')
const blocksText = (nodes: readonly BlockNode[]): string => lines(nodes.map(blockText))
const contentText = ({ nodes }: Content): string => inlinesText(nodes)
const inlinesText = (nodes: readonly InlineNode[]): string => nodes.map(inlineText).join('')

function blockText(node: BlockNode): string {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return contentText(node.content)
    case 'code':
      return node.language === '' ? node.text : `${node.language}\n${node.text}`
    case 'quote':
      return blocksText(node.children)
    case 'list':
      return lines(node.items.map(({ children }) => blocksText(children)))
    case 'table':
      return lines([node.head, ...node.rows].map((row) => row.map(contentText).join('\t')))
    case 'note':
      return `${node.label} ${blocksText(node.children)}`
    case 'formula':
      return node.formula.source
    case 'rule':
      return ''
    case 'plain':
      return node.text
  }
}

function inlineText(node: InlineNode): string {
  switch (node.type) {
    case 'text':
    case 'code':
      return node.text
    case 'break':
      return '\n'
    case 'link':
      return inlinesText(node.children) + shownAddress(node.href, textOf(node.children))
    case 'image':
      return (node.text || 'Image') + shownAddress(node.href, node.text)
    case 'formula':
      return node.formula.source
    case 'note-reference':
      return ` ${node.label} `
    default:
      return inlinesText(node.children)
  }
}

/** A text without any of these has no markup inside words: this is known ten times as fast. */
const markup = /[*~`\\[\]<_&]/
/** Markup behind a letter that may end inside a word, and a character reference, which may be a letter. */
const insideWords = /[\p{L}\p{N}\p{M}](?:[*~`\\[\]]|<\/?[a-z]|_[*~`\\[\]<])|&[#a-z]/iu

/**
 * Whether the visible text may have words that the source has not, because markup stands inside them. Takes much less time
 * than to read the text.
 */
export const mayHideWords = (source: string): boolean => markup.test(source) && insideWords.test(source)
