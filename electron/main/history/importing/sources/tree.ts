import type { ArchivedMessage } from '../../../store/archive/archived.js'
import type { Said } from './source.js'

/** A node of another app's tree; one that is not shown says nothing. */
export interface TreeNode {
  readonly id: string
  /** Of the node before it; undefined for a first one. */
  readonly parent: string | undefined
  /** The nodes after it, the oldest version first, as far as the export says. */
  readonly children: readonly string[]
  readonly said: Said | undefined
  /** What the model thought, for the next reply. */
  readonly thought?: string
}

export interface ShownTree {
  readonly messages: readonly ArchivedMessage[]
  /** The id of the message that is shown last when this node is. */
  shownAt(node: string): string | undefined
}

/**
 * The messages of a tree without the nodes that are not shown: what stands below one of those follows the message above it.
 * Every node is visited once, also where parents and children contradict each other.
 */
export function shownTree(nodes: ReadonlyMap<string, TreeNode>, idOf: (node: string) => string): ShownTree {
  const below = childrenOf(nodes)
  const messages: ArchivedMessage[] = []
  const shown = new Map<string, string | undefined>()
  const thoughts = new Map<string, string>()

  const visit = (first: string) => {
    const waiting = [first]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const node = nodes.get(id)
      if (!node || shown.has(id)) continue
      const above = node.parent !== undefined && shown.has(node.parent) ? node.parent : undefined
      const parentId = above === undefined ? undefined : shown.get(above)
      const thought = joined(above === undefined ? undefined : thoughts.get(above), node.thought)
      if (node.said) {
        const isReply = node.said.role === 'assistant'
        const reasoning = isReply ? (joined(thought, node.said.reasoning || undefined) ?? '') : ''
        messages.push({ ...node.said, reasoning, id: idOf(id), parentId: parentId ?? null })
        shown.set(id, idOf(id))
      } else {
        shown.set(id, parentId)
        if (thought !== undefined) thoughts.set(id, thought)
      }
      for (const child of (below.get(id) ?? []).toReversed()) waiting.push(child)
    }
  }
  for (const { id, parent } of nodes.values()) if (parent === undefined || !nodes.has(parent)) visit(id)
  // What is left is below itself.
  for (const id of nodes.keys()) visit(id)
  return { messages, shownAt: (node) => shown.get(node) }
}

function childrenOf(nodes: ReadonlyMap<string, TreeNode>): ReadonlyMap<string, readonly string[]> {
  const below = new Map<string, string[]>()
  for (const { id, parent } of nodes.values()) {
    if (parent === undefined) continue
    const children = below.get(parent)
    if (children) children.push(id)
    else below.set(parent, [id])
  }
  for (const [parent, children] of below) {
    const places = new Map(nodes.get(parent)?.children.map((id, place) => [id, place]))
    const placeOf = (id: string) => places.get(id) ?? places.size
    children.sort((a, b) => placeOf(a) - placeOf(b))
  }
  return below
}

const joined = (before: string | undefined, after: string | undefined) =>
  before === undefined ? after : after === undefined ? before : `${before}\n\n${after}`
