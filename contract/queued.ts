/** A message that the user has sent while a reply is being made. It is sent when that reply is done. */
export interface QueuedMessage {
  readonly id: string
  readonly text: string
}

/** In one conversation. */
export const maxQueued = 50
