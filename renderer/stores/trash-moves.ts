import type { Conversation } from '../../contract/chat.js'

/** Moves into and out of the Trash that the window shows before main has confirmed them. */
const pendingMoves = new Map<string, { readonly trashedAt: number | undefined }>()

/** What the notices about such a move are about. */
export const moveOf = (id: string) => `the move of ${id}`

/** Applies a pending move: what main sends about the conversation until then is older than the move. */
export function withPendingMove(conversation: Conversation): Conversation {
  const move = pendingMoves.get(conversation.id)
  return move ? withTrashedAt(conversation, move.trashedAt) : conversation
}

export function withTrashedAt(
  { trashedAt: _, ...conversation }: Conversation,
  trashedAt: number | undefined,
): Conversation {
  return trashedAt === undefined ? conversation : { ...conversation, trashedAt }
}

/** Keeps a move pending until `request` settles, or until a later move of the same conversation replaces it. */
export async function trackMove(
  id: string,
  trashedAt: number | undefined,
  request: () => Promise<void>,
): Promise<void> {
  const move = { trashedAt }
  pendingMoves.set(id, move)
  try {
    await request()
  } finally {
    if (pendingMoves.get(id) === move) pendingMoves.delete(id)
  }
}
