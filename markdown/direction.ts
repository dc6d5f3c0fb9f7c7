import type { BlockNode, Direction, InlineNode } from './nodes.js'

const strong = /\p{L}/u
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Hanifi_Rohingya}]/u

/** The direction of the first letter of `nodes` that is no code and no bare address, by which HTML's `auto` would be misled. */
export function inlineDirection(nodes: readonly InlineNode[]): Direction {
  for (const node of nodes) {
    const direction = nodeDirection(node)
    if (direction) return direction
  }
  return undefined
}

function nodeDirection(node: InlineNode): Direction {
  if (node.type === 'text' || node.type === 'image') return textDirection(node.text)
  if (!('children' in node)) return undefined
  const [first] = node.children
  if (node.type === 'link' && first?.type === 'text' && /^(https?:|www\.|mailto:)/i.test(first.text)) return undefined
  return inlineDirection(node.children)
}

function textDirection(text: string): Direction {
  const [letter] = strong.exec(text) ?? []
  if (letter === undefined) return undefined
  return rightToLeft.test(letter) ? 'rtl' : 'ltr'
}

/** The direction of the first of `blocks` that has one. */
export function blocksDirection(blocks: readonly BlockNode[]): Direction {
  for (const block of blocks) {
    const direction = blockDirection(block)
    if (direction) return direction
  }
  return undefined
}

function blockDirection(block: BlockNode): Direction {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.content.dir
    case 'quote':
    case 'list':
    case 'table':
    case 'note':
      return block.dir
    default:
      return undefined
  }
}
