import type { Conversation } from '../../contract/chat.js'

export interface ConversationLists {
  /** Newest first. */
  readonly conversations: readonly Conversation[]
  /** Newest first. */
  readonly trash: readonly Conversation[]
}

const byNewest = (a: Conversation, b: Conversation) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1)

/** Returns the lists with a new or changed conversation: in exactly one of them, sorted by `updatedAt`. */
export function placeConversation(lists: ConversationLists, conversation: Conversation): ConversationLists {
  const isTrashed = conversation.trashedAt !== undefined
  return {
    conversations: withConversation(lists.conversations, conversation, !isTrashed),
    trash: withConversation(lists.trash, conversation, isTrashed),
  }
}

function withConversation(
  list: readonly Conversation[],
  conversation: Conversation,
  belongs: boolean,
): readonly Conversation[] {
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
