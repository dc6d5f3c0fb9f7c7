import type { Conversation } from '../../contract/chat.js'

/** Conversations that go into the Trash or come back, shown before main has answered. */
const moves = new Map<string, { readonly trashedAt: number | undefined }>()

/** What main tells of such a conversation until it answers is older than the move. */
export function withMove(conversation: Conversation): Conversation {
  const move = moves.get(conversation.id)
  return move ? moved(conversation, move.trashedAt) : conversation
}

export function moved({ trashedAt: _, ...conversation }: Conversation, trashedAt: number | undefined): Conversation {
  return trashedAt === undefined ? conversation : { ...conversation, trashedAt }
}

/** Has main make the move. One that is asked for meanwhile takes its place. */
export async function makeMove(id: string, trashedAt: number | undefined, ask: Promise<void>): Promise<void> {
  const move = { trashedAt }
  moves.set(id, move)
  try {
    await ask
  } finally {
    if (moves.get(id) === move) moves.delete(id)
  }
}
