import type { Conversation } from '../../contract/chat.js'

export interface ConversationLists {
  /** Newest first. */
  readonly conversations: readonly Conversation[]
  /** Newest first. */
  readonly trash: readonly Conversation[]
}

const byNewest = (a: Conversation, b: Conversation) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1)

/** The lists after a conversation is new or changed: it stands in exactly one of them, at its place. */
export function placeConversation(lists: ConversationLists, conversation: Conversation): ConversationLists {
  const isTrashed = conversation.trashedAt !== undefined
  return {
    conversations: placed(lists.conversations, conversation, !isTrashed),
    trash: placed(lists.trash, conversation, isTrashed),
  }
}

function placed(list: readonly Conversation[], conversation: Conversation, belongs: boolean): readonly Conversation[] {
  const index = list.findIndex(({ id }) => id === conversation.id)
  if (!belongs) return index < 0 ? list : list.toSpliced(index, 1)
  if (index >= 0 && list[index]?.updatedAt === conversation.updatedAt) return list.with(index, conversation)
  const others = index < 0 ? list : list.toSpliced(index, 1)
  const before = others.findIndex((other) => byNewest(conversation, other) < 0)
  return others.toSpliced(before < 0 ? others.length : before, 0, conversation)
}

export const removeConversation = (lists: ConversationLists, id: string): ConversationLists => ({
  conversations: lists.conversations.filter((conversation) => conversation.id !== id),
  trash: lists.trash.filter((conversation) => conversation.id !== id),
})

/** The conversation `step` places further down the list, stopping at its ends; the first when none is open. */
export function neighbour(list: readonly Conversation[], id: string | null, step: 1 | -1): Conversation | undefined {
  const index = list.findIndex((conversation) => conversation.id === id)
  if (index < 0) return list[0]
  return list[Math.min(Math.max(index + step, 0), list.length - 1)]
}

/** What to open when `id` leaves the list: the next one, else the one before, else none. */
export function successor(list: readonly Conversation[], id: string): Conversation | undefined {
  const index = list.findIndex((conversation) => conversation.id === id)
  return index < 0 ? undefined : (list[index + 1] ?? list[index - 1])
}
