import type { TokenPieces } from '../tokenizer/token-text.js'
import type { ReplyChannel } from './chat-format.js'
import { TurnParser } from './turn-parser.js'
import type { TurnStyle } from './turn-style.js'

export interface ReadTurn {
  readonly channel: ReplyChannel
  readonly content: string
}

/**
 * Parses a whole reply.
 * @param stream the ids after the prompt; an item that is not a number is skipped
 */
export function readTurns(
  stream: readonly unknown[],
  style: TurnStyle,
  markers: ReadonlyMap<number, string>,
  pieces: TokenPieces,
): readonly ReadTurn[] {
  const messages: { channel: ReplyChannel; content: string }[] = []
  const parser = new TurnParser(style, markers, pieces, {
    onMessage: (channel) => messages.push({ channel, content: '' }),
    onText: (text) => {
      const message = messages.at(-1)
      if (message) message.content += text
    },
  })
  for (const id of stream) if (typeof id === 'number') parser.push(id)
  parser.finish()
  return messages
}
