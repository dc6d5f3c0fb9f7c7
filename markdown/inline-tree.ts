import type { Token } from 'markdown-it'
import type { FormulaSource, InlineElement, InlineNode } from './nodes.js'

/** Elements within each other; deeper ones are only their text. */
const maxDepth = 32

const elements: Readonly<Record<string, InlineElement>> = { em_open: 'em', strong_open: 'strong', s_open: 'del' }

/** An element that is being read. */
interface Frame {
  readonly nodes: InlineNode[]
  /** Turns the nodes into an element when its end is found; `undefined` for one that is too deep. */
  readonly close: ((children: readonly InlineNode[]) => InlineNode) | undefined
  /** Tags that are open here: where each stands in `nodes`. */
  readonly tags: { readonly name: string; readonly at: number }[]
}

const newFrame = (close: Frame['close']): Frame => ({ nodes: [], close, tags: [] })

/** Makes a tree of markdown-it's flat tokens. */
export function inlineTree(tokens: readonly Token[]): readonly InlineNode[] {
  const frames = [newFrame(undefined)]
  const top = () => frames[frames.length - 1] as Frame
  for (const token of tokens) {
    if (token.nesting > 0) frames.push(newFrame(frames.length > maxDepth ? undefined : closing(token)))
    else if (token.nesting < 0) {
      const { nodes, close } = frames.pop() as Frame
      if (close) top().nodes.push(close(nodes))
      else for (const node of nodes) addNode(top(), node)
    } else addToken(top(), token, frames.length)
  }
  return top().nodes
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
