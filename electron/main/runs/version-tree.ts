import type { Message } from '../../../contract/chat.js'
import { maxVersionWords, type VersionNode } from '../../../contract/versions.js'
import type { Store } from '../store/store.js'

/** A message and the one before it; parents come before their children. */
export interface MessageLink {
  readonly id: string
  readonly parentId: string | null
}

/** A version among others, with the versions below it. */
export interface Fork {
  readonly id: string
  count: number
  readonly children: Fork[]
}

/** The messages of a conversation that have versions, as a tree: ten thousand messages with two forks are four nodes. */
export function forksOf(links: readonly MessageLink[]): readonly Fork[] {
  const siblings = new Map<string | null, number>()
  for (const { parentId } of links) siblings.set(parentId, (siblings.get(parentId) ?? 0) + 1)
  const roots: Fork[] = []
  /** The version that each message is, or stands below. */
  const forkAt = new Map<string, Fork>()
  for (const { id, parentId } of links) {
    const above = parentId === null ? undefined : forkAt.get(parentId)
    if ((siblings.get(parentId) ?? 0) > 1) {
      const fork: Fork = { id, count: 1, children: [] }
      ;(above?.children ?? roots).push(fork)
      forkAt.set(id, fork)
    } else if (above) {
      above.count++
      forkAt.set(id, above)
    }
  }
  return roots
}

/** All versions in a conversation. Throws `not-found`. */
export function versionTree(
  { messages, jobs }: Pick<Store, 'messages' | 'jobs'>,
  conversationId: string,
): readonly VersionNode[] {
  const shown = new Set(messages.pathIds(conversationId))
  const forks = forksOf(messages.links(conversationId))
  const known = new Map(messages.these(idsOf(forks)).map((message) => [message.id, message]))
  const wordsOf = (message: Message) => {
    const text = message.role === 'document' ? jobs.get(message.jobId).name : message.text
    return text.slice(0, maxVersionWords).replace(/\s+/g, ' ').trim()
  }
  const toNodes = (some: readonly Fork[]): readonly VersionNode[] =>
    some.flatMap(({ id, count, children }) => {
      const message = known.get(id)
      if (!message) return []
      const { role, createdAt } = message
      const node = { messageId: id, role, words: wordsOf(message), isShown: shown.has(id), count }
      return [{ ...node, ...(createdAt !== undefined && { createdAt }), children: toNodes(children) }]
    })
  return toNodes(forks)
}

const idsOf = (forks: readonly Fork[]): readonly string[] =>
  forks.flatMap(({ id, children }) => [id, ...idsOf(children)])
