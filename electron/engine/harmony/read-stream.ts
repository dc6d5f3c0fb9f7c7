import type { TokenPieces } from '../tokenizer/token-text.js'
import type { HarmonyIds } from './markers.js'
import { HarmonyParser } from './parse.js'
import type { HarmonyNote } from './remarks.js'

export interface ReadMessage {
  readonly role: string
  readonly channel: string
  readonly recipient: string | null
  readonly contentType: string | null
  readonly content: string
}

/** Beyond so many of one kind nobody reads them. */
const maxNotes = 1_000

/**
 * The messages of a whole stream, and what was odd about it, up to a thousand times of a kind.
 * @param stream what the model produced after `<|start|>assistant`; what is no number is left out with a note
 */
export function readStream(stream: readonly unknown[], ids: HarmonyIds, pieces: TokenPieces) {
  const messages: (ReadMessage & { content: string })[] = []
  const notes: HarmonyNote[] = []
  const noted = new Map<HarmonyNote['kind'], number>()
  const parser = new HarmonyParser(ids, pieces, {
    onMessage: ({ role, channel, recipient, contentType }) => {
      messages.push({ role, channel, recipient: recipient ?? null, contentType: contentType ?? null, content: '' })
    },
    onText: (text) => {
      const message = messages.at(-1)
      if (message) message.content += text
    },
    onEnd: () => {},
    onNote: (note) => {
      const count = (noted.get(note.kind) ?? 0) + 1
      noted.set(note.kind, count)
      if (count <= maxNotes) notes.push(note)
    },
  })
  for (const id of stream) parser.push(typeof id === 'number' ? id : Number.NaN)
  parser.finish()
  return { messages, notes }
}
