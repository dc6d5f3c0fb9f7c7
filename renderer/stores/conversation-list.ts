import type { Conversation } from '../../contract/chat.js'

export interface ConversationLists {
  /** Newest first. */
  readonly conversations: readonly Conversation[]
  /** Newest first. */
  readonly trash: readonly Conversation[]
}

/** The places of a list, made when one is looked for: every drawn message looks for its conversation at every change. */
const places = new WeakMap<readonly Conversation[], ReadonlyMap<string, Conversation>>()

/** Finds a conversation in a list of the store, in a time that does not grow with the list. */
export function findConversation(
  list: readonly Conversation[],
  id: string | null | undefined,
): Conversation | undefined {
  if (id === null || id === undefined || list.length === 0) return undefined
  let known = places.get(list)
  if (!known) {
    known = new Map(list.map((conversation) => [conversation.id, conversation]))
    places.set(list, known)
  }
  return known.get(id)
}

const byNewest = (a: Conversation, b: Conversation) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1)

/** Returns the lists with new or changed conversations: each in exactly one of them, sorted by `updatedAt`. */
export function placeConversations(lists: ConversationLists, changed: readonly Conversation[]): ConversationLists {
  const byId = new Map(changed.map((conversation) => [conversation.id, conversation]))
  const isTrashed = ({ trashedAt }: Conversation) => trashedAt !== undefined
  return {
    conversations: withChanged(lists.conversations, byId, (conversation) => !isTrashed(conversation)),
    trash: withChanged(lists.trash, byId, isTrashed),
  }
}

function withChanged(
  list: readonly Conversation[],
  changed: ReadonlyMap<string, Conversation>,
  belongs: (conversation: Conversation) => boolean,
): readonly Conversation[] {
  const others = list.filter(({ id }) => !changed.has(id))
  const added = [...changed.values()].filter(belongs)
  if (added.length === 0) return others.length === list.length ? list : others
  return [...others, ...added].sort(byNewest)
}

/** Returns the lists with the next page of one of them. What an event brought meanwhile is newer than the page. */
export function addPage(lists: ConversationLists, page: readonly Conversation[]): ConversationLists {
  const known = new Set([...lists.conversations, ...lists.trash].map(({ id }) => id))
  return placeConversations(
    lists,
    page.filter(({ id }) => !known.has(id)),
  )
}

export function removeConversations(lists: ConversationLists, ids: readonly string[]): ConversationLists {
  const removed = new Set(ids)
  const isLeft = ({ id }: Conversation) => !removed.has(id)
  return { conversations: lists.conversations.filter(isLeft), trash: lists.trash.filter(isLeft) }
}

/** Returns the conversation `step` places further down the list, or the one at the end; the first if none is open. */
export function neighbour(list: readonly Conversation[], id: string | null, step: 1 | -1): Conversation | undefined {
  const index = list.findIndex((conversation) => conversation.id === id)
  if (index < 0) return list[0]
  return list[Math.min(Math.max(index + step, 0), list.length - 1)]
}

/** Returns the conversation to open when `id` leaves the list: the next one, else the previous one. */
export function successor(list: readonly Conversation[], id: string): Conversation | undefined {
  const index = list.findIndex((conversation) => conversation.id === id)
  return index < 0 ? undefined : (list[index + 1] ?? list[index - 1])
}
