import type { VersionNode } from '../../../contract/versions.js'

/** A row of the tree, as ARIA numbers it: from 1. */
export interface VersionRow {
  readonly node: VersionNode
  readonly level: number
  readonly place: number
  readonly count: number
  readonly parentId: string | null
}

/** The rows of a tree from top to bottom. */
export function versionRows(nodes: readonly VersionNode[], level = 1, parentId: string | null = null): VersionRow[] {
  return nodes.flatMap((node, index) => [
    { node, level, place: index + 1, count: nodes.length, parentId },
    ...versionRows(node.children, level + 1, node.messageId),
  ])
}

/** The row that a key leads to from another one; undefined where it leads nowhere. */
export function rowAfterKey(rows: readonly VersionRow[], from: number, key: string): number | undefined {
  const row = rows[from]
  if (!row) return undefined
  const within = (index: number) => (rows[index] ? index : undefined)
  switch (key) {
    case 'ArrowDown':
      return within(from + 1)
    case 'ArrowUp':
      return within(from - 1)
    case 'Home':
      return within(0)
    case 'End':
      return within(rows.length - 1)
    case 'ArrowRight':
      return row.node.children.length > 0 ? within(from + 1) : undefined
    case 'ArrowLeft':
      return within(rows.findIndex(({ node }) => node.messageId === row.parentId))
    default:
      return undefined
  }
}

/** The row to begin at: the last one that is shown. */
export const firstRow = (rows: readonly VersionRow[]): number =>
  Math.max(
    0,
    rows.findLastIndex(({ node }) => node.isShown),
  )
