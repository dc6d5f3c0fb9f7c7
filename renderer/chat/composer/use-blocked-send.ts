import { useState } from 'react'

/** Why the draft can't be sent now. */
export type Obstacle = 'reply' | 'fold' | 'too-long' | 'no-room'

export const heldWords = (obstacle: Obstacle, stopKey: string): string =>
  ({
    reply: `A reply is being made. Stop it (${stopKey}) to send this.`,
    fold: 'A summary is being written. Cancel it to send this now.',
    'too-long': 'This does not fit. Shorten it to send it.',
    'no-room': 'There is no room to send this. See above.',
  })[obstacle]

interface Held {
  /** It was tried to send this draft, and what was in the way still is. */
  readonly isHeld: boolean
  readonly hold: () => void
}

/** Remembers a try to send until the draft changes or nothing is in its way any more. */
export function useHeld(obstacle: Obstacle | null, conversationId: string | null, draft: string): Held {
  const [held, setHeld] = useState<{ readonly conversationId: string | null; readonly draft: string } | null>(null)
  const isHeld = obstacle !== null && held?.conversationId === conversationId && held.draft === draft
  if (held !== null && !isHeld) setHeld(null)
  return { isHeld, hold: () => setHeld({ conversationId, draft }) }
}
