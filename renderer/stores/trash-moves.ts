import type { Conversation } from '../../contract/chat.js'

interface PendingMove {
  readonly trashedAt: number | undefined
  /** Main has answered the request. */
  isAnswered: boolean
  /** Main has sent the conversation as the move leaves it. */
  isSeen: boolean
}

/** Moves into and out of the Trash that the window shows before main has confirmed them. */
const pendingMoves = new Map<string, PendingMove>()

/** What the notices about such a move are about. */
export const moveOf = (id: string) => `the move of ${id}`

/**
 * Applies a pending move to what main sends about the conversation, which may be older than the move. Answers and events
 * travel on different pipes: an answer does not mean that the event has arrived.
 */
export function withPendingMove(conversation: Conversation): Conversation {
  const move = pendingMoves.get(conversation.id)
  if (!move) return conversation
  move.isSeen ||= (conversation.trashedAt === undefined) === (move.trashedAt === undefined)
  endIfConfirmed(conversation.id, move)
  return withTrashedAt(conversation, move.trashedAt)
}

export function withTrashedAt(
  { trashedAt: _, ...conversation }: Conversation,
  trashedAt: number | undefined,
): Conversation {
  return trashedAt === undefined ? conversation : { ...conversation, trashedAt }
}

/** Keeps a move pending until main has confirmed it, or until a later move of the same conversation replaces it. */
export async function trackMove(
  id: string,
  trashedAt: number | undefined,
  request: () => Promise<void>,
): Promise<void> {
  const move: PendingMove = { trashedAt, isAnswered: false, isSeen: false }
  pendingMoves.set(id, move)
  try {
    await request()
    move.isAnswered = true
    endIfConfirmed(id, move)
  } catch (error) {
    if (pendingMoves.get(id) === move) pendingMoves.delete(id)
    throw error
  }
}

function endIfConfirmed(id: string, move: PendingMove): void {
  if (move.isAnswered && move.isSeen && pendingMoves.get(id) === move) pendingMoves.delete(id)
}
