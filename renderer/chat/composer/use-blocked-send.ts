import { useState } from 'react'

/** Why the draft cannot be sent now. */
export type Obstacle = 'arriving' | 'reply' | 'fold' | 'unreadable' | 'locked' | 'too-long' | 'no-room'

export const obstacleWords = (obstacle: Obstacle, stopKey: string): string =>
  ({
    arriving: 'A document is still being added. Wait until its card is here.',
    reply: `The model is replying. Stop it (${stopKey}) to send this.`,
    fold: 'The model is writing a summary. Cancel it to send this.',
    unreadable: 'A document could not be read. Remove it to send the rest.',
    locked: 'A document needs its password. Enter it, or remove the document to send the rest.',
    'too-long': 'This message is too long. Shorten it to send it.',
    'no-room': 'The context has no room for this message. See above.',
  })[obstacle]

interface BlockedSend {
  /** The user has tried to send this draft, and the obstacle is still there. */
  readonly isBlocked: boolean
  /** Call when the user tries to send. */
  readonly block: () => void
}

/** Remembers an attempt to send until the draft changes or the obstacle is gone. */
export function useBlockedSend(obstacle: Obstacle | null, conversationId: string | null, draft: string): BlockedSend {
  const [attempt, setAttempt] = useState<{ readonly conversationId: string | null; readonly draft: string } | null>(
    null,
  )
  const isBlocked = obstacle !== null && attempt?.conversationId === conversationId && attempt.draft === draft
  if (attempt !== null && !isBlocked) setAttempt(null)
  return { isBlocked, block: () => setAttempt({ conversationId, draft }) }
}
