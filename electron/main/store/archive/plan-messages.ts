import type { ArchivedConversation, ArchivedMessage } from './archived.js'
import { ownIdOf } from './archived-ids.js'

/** A message with the ids that it has in the store. */
export interface PlannedMessage {
  readonly id: string
  readonly parentId: string | null
  readonly message: ArchivedMessage
}

export interface MessagePlan {
  /** Those that the store does not have, each after its parent. */
  readonly added: readonly PlannedMessage[]
  /** From the first message to the one that is shown last. */
  readonly shownPath: readonly string[]
  /** The id in the store of each id in the file. */
  readonly idOf: (id: string) => string | undefined
}

/**
 * Decides what of a conversation is added. A message whose parent is nowhere, or that is its own ancestor, becomes a first
 * message, so that its text is not lost.
 */
export function planMessages(
  { messages, currentMessageId }: ArchivedConversation,
  conversationId: string,
  ownerOf: (id: string) => string | undefined,
): MessagePlan {
  const ids = new Map<string, string>()
  const byId = new Map<string, ArchivedMessage>()
  for (const message of messages) {
    if (byId.has(message.id)) continue
    byId.set(message.id, message)
    ids.set(message.id, ownIdOf(conversationId, message.id, ownerOf))
  }
  const parents = new Map<string, string | null>()
  const ordered: ArchivedMessage[] = []
  for (const first of byId.values()) {
    // Up to what is placed already, then down again: no recursion, because a conversation may be longer than the stack.
    const waiting: ArchivedMessage[] = []
    const above = new Set<string>()
    let message: ArchivedMessage | undefined = first
    while (message && !parents.has(message.id) && !above.has(message.id)) {
      waiting.push(message)
      above.add(message.id)
      message = message.parentId === null ? undefined : byId.get(message.parentId)
    }
    for (const each of waiting.reverse()) {
      const { parentId } = each
      const isThere = parentId !== null && (parents.has(parentId) || ownerOf(parentId) === conversationId)
      parents.set(each.id, isThere ? parentId : null)
      ordered.push(each)
    }
  }
  const inStore = (id: string | null) => (id === null ? null : (ids.get(id) ?? id))
  const added = ordered.flatMap((message) => {
    const id = ids.get(message.id) ?? message.id
    const isThere = ownerOf(id) === conversationId
    return isThere ? [] : [{ id, parentId: inStore(parents.get(message.id) ?? null), message }]
  })
  const shownPath: string[] = []
  const last = currentMessageId ?? ordered.at(-1)?.id
  for (
    let id: string | null = last !== undefined && parents.has(last) ? last : (ordered.at(-1)?.id ?? null);
    id !== null;
  ) {
    shownPath.push(ids.get(id) ?? id)
    id = parents.get(id) ?? null
  }
  return { added, shownPath: shownPath.reverse(), idOf: (id) => ids.get(id) }
}
