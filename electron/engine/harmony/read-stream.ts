import type { TokenPieces } from '../tokenizer/token-text.js'
import type { HarmonyIds } from './markers.js'
import { HarmonyParser } from './parse.js'
import type { HarmonyRemark } from './remarks.js'

export interface ReadMessage {
  readonly role: string
  readonly channel: string
  readonly recipient: string | null
  readonly contentType: string | null
  readonly content: string
}

/** Limit for each kind, because nobody reads more. */
const maxRemarksPerKind = 1_000

/**
 * Parses a whole stream. `notes` are the parser's remarks, up to a thousand of each kind.
 * @param stream the model's output after `<|start|>assistant`; an item that is not a number is skipped with a remark
 */
export function readStream(stream: readonly unknown[], ids: HarmonyIds, pieces: TokenPieces) {
  const messages: (ReadMessage & { content: string })[] = []
  const notes: HarmonyRemark[] = []
  const counts = new Map<HarmonyRemark['kind'], number>()
  const parser = new HarmonyParser(ids, pieces, {
    onMessage: ({ role, channel, recipient, contentType }) => {
      messages.push({ role, channel, recipient: recipient ?? null, contentType: contentType ?? null, content: '' })
    },
    onText: (text) => {
      const message = messages.at(-1)
      if (message) message.content += text
    },
    onEnd: () => {},
    onRemark: (remark) => {
      const count = (counts.get(remark.kind) ?? 0) + 1
      counts.set(remark.kind, count)
      if (count <= maxRemarksPerKind) notes.push(remark)
    },
  })
  for (const id of stream) parser.push(typeof id === 'number' ? id : Number.NaN)
  parser.finish()
  return { messages, notes }
}
