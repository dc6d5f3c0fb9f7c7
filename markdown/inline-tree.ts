import type { Token } from 'markdown-it'
import type { FormulaSource, InlineElement, InlineNode } from './nodes.js'

/** Elements within each other; deeper ones are only their text. */
const maxDepth = 32

const elements: Readonly<Record<string, InlineElement>> = { em_open: 'em', strong_open: 'strong', s_open: 'del' }

/** An element that is being read. */
interface Frame {
  readonly nodes: InlineNode[]
  /** Turns the nodes into an element when its end is found. */
  readonly close: (children: readonly InlineNode[]) => InlineNode
  /** Tags that are open here: where each stands in `nodes`. */
  readonly tags: { readonly name: string; readonly at: number }[]
}

const neverClosed = (): never => {
  throw new Error('The outermost frame has no end.')
}
const newFrame = (close: Frame['close']): Frame => ({ nodes: [], close, tags: [] })

/** Makes a tree of markdown-it's flat tokens. */
export function inlineTree(tokens: readonly Token[]): readonly InlineNode[] {
  let top = newFrame(neverClosed)
  const outer: Frame[] = []
  /** Open elements that are too deep: what they hold belongs to the innermost that is not. */
  let tooDeep = 0
  for (const token of tokens) {
    if (token.nesting > 0) {
      if (outer.length >= maxDepth) tooDeep++
      else {
        outer.push(top)
        top = newFrame(closing(token))
      }
    } else if (token.nesting < 0) {
      if (tooDeep > 0) tooDeep--
      else {
        const { nodes, close } = top
        top = outer.pop() as Frame
        top.nodes.push(close(nodes))
      }
    } else addToken(top, token, outer.length + 1)
  }
  return top.nodes
}

function closing(token: Token): Frame['close'] {
  const element = elements[token.type]
  if (element) return (children) => ({ type: element, children })
  const href = String(token.attrGet('href') ?? '')
  return (children) => ({ type: 'link', href, children })
}

function addToken(frame: Frame, token: Token, depth: number): void {
  const { nodes } = frame
  switch (token.type) {
    case 'code_inline':
      nodes.push({ type: 'code', text: token.content })
      return
    case 'softbreak':
    case 'hardbreak':
      // Models and people end a line where they want it to end.
      nodes.push({ type: 'break' })
      return
    case 'image':
      nodes.push({
        type: 'image',
        href: String(token.attrGet('src') ?? ''),
        text: textOf(inlineTree(token.children ?? [])),
      })
      return
    case 'note_reference':
      nodes.push({ type: 'note-reference', label: String(token.meta?.label) })
      return
    case 'formula':
      nodes.push({ type: 'formula', formula: formulaOf(token) })
      return
    case 'tag_open':
      if (depth + frame.tags.length <= maxDepth) frame.tags.push({ name: token.tag, at: nodes.length })
      nodes.push({ type: 'text', text: token.content })
      return
    case 'tag_close':
      closeTag(frame, token)
      return
    default:
      addNode(frame, { type: 'text', text: token.content })
  }
}

function formulaOf({ content, meta }: Token): FormulaSource {
  const { source, isDisplay } = meta as Omit<FormulaSource, 'tex'>
  return { tex: content, source, isDisplay }
}

/** Puts what stands behind the last open tag of this name into its element. A tag without its other half is text. */
function closeTag({ nodes, tags }: Frame, token: Token): void {
  let index = tags.length - 1
  while (index >= 0 && tags[index]?.name !== token.tag) index--
  const opened = tags[index]
  if (!opened) {
    nodes.push({ type: 'text', text: token.content })
    return
  }
  tags.length = index
  const children = nodes.splice(opened.at).slice(1)
  nodes.push({ type: opened.name as InlineElement, children })
}

/** Joins texts, so that a word is one text wherever the parser cut it. */
function addNode({ nodes, tags }: Frame, node: InlineNode): void {
  const last = nodes[nodes.length - 1]
  const isAfterTag = tags[tags.length - 1]?.at === nodes.length - 1
  if (node.type !== 'text' || last?.type !== 'text' || isAfterTag) {
    if (node.type !== 'text' || node.text !== '') nodes.push(node)
  } else nodes[nodes.length - 1] = { type: 'text', text: last.text + node.text }
}

/** The words of nodes, without their elements. */
export function textOf(nodes: readonly InlineNode[]): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text
      if ('children' in node) return textOf(node.children)
      if (node.type === 'formula') return node.formula.source
      return node.type === 'break' ? '\n' : ''
    })
    .join('')
}
