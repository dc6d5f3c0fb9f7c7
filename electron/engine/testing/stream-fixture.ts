import type { ReplyChannel } from '../chat-format/chat-format.js'
import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from '../harmony/markers.js'
import { HarmonyParser } from '../harmony/parse.js'
import { readStream } from '../harmony/read-stream.js'
import { Reply } from '../harmony/reply.js'
import { TokenPieces } from '../tokenizer/token-text.js'

// A small vocabulary: ids below 256 are bytes, then whole words, then the markers.
export const words = [
  'assistant',
  'analysis',
  'final',
  'commentary',
  ' to=',
  'functions.f',
  'json',
  'Hello',
  ' world',
  '??',
  '<|end|>',
  '\n',
]
const firstMarker = 256 + words.length
export const ids = Object.fromEntries(
  harmonyMarkers.map((marker, index) => [marker, firstMarker + index]),
) as HarmonyIds
export const unknownId = firstMarker + harmonyMarkers.length

export function bytesOf(id: number): Uint8Array {
  if (Number.isInteger(id) && id >= 0 && id < 256) return Uint8Array.of(id)
  return new TextEncoder().encode(words[id - 256] ?? '')
}

export const pieces = new TokenPieces(bytesOf)

/** Returns the ids of a stream with spelled markers. Other text becomes bytes. */
export function idsOf(stream: string): number[] {
  return stream
    .split(/(<\|\w+\|>)/)
    .flatMap((part) => ids[part as HarmonyMarker] ?? [...new TextEncoder().encode(part)])
}

/** Parses a whole stream, and returns also the reply that is shown. */
export function parse(stream: readonly number[]) {
  const reply: Record<ReplyChannel, string> = { reasoning: '', answer: '' }
  const shown = new Reply((channel, text) => {
    reply[channel] += text
  })
  const parser = new HarmonyParser(ids, pieces, shown)
  for (const id of stream) parser.push(id)
  parser.finish()
  return { ...readStream(stream, ids, pieces), reply, isMalformed: shown.isMalformed }
}

export const replyOf = (stream: string) => parse(idsOf(stream)).reply

interface CertainBody {
  readonly text: string
  /** True if this text is the complete body: after a channel, and before a marker that ends the body. */
  readonly isWhole: boolean
}

/** A longer text may not be a header. */
const maxHeaderTokens = 8
const strays: readonly (HarmonyMarker | undefined)[] = ['<|message|>', '<|constrain|>']

/** Returns the texts that are certainly in a body: directly after `<|message|>`, up to the next marker. */
function findCertainBodies(
  stream: readonly number[],
  ids: HarmonyIds,
  bytesOf: (id: number) => Uint8Array,
): readonly CertainBody[] {
  const bodies: CertainBody[] = []
  const markers = new Map<number, HarmonyMarker>(harmonyMarkers.map((marker) => [ids[marker], marker]))
  let bytes: number[] = []
  let tokens = 0
  let last: HarmonyMarker | undefined
  let isHeaderBefore = false
  for (const id of [...stream, ids['<|end|>']]) {
    const marker = markers.get(id)
    if (marker === undefined) {
      bytes.push(...bytesOf(id))
      tokens++
      continue
    }
    if (last === '<|message|>' && bytes.length > 0) {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))
      bodies.push({ text, isWhole: isHeaderBefore && !strays.includes(marker) })
    }
    isHeaderBefore = last === '<|channel|>' && tokens <= maxHeaderTokens
    last = marker
    bytes = []
    tokens = 0
  }
  return bodies
}

/** Returns the text of the first body that is missing from the messages, or out of order. */
export function findLostBody(
  { messages }: Pick<ReturnType<typeof readStream>, 'messages'>,
  ...stream: Parameters<typeof findCertainBodies>
): string | undefined {
  let at = 0
  return findCertainBodies(...stream).find(({ text, isWhole }) => {
    const found = messages.findIndex(
      ({ content }, index) => index >= at && (isWhole ? content === text : content.includes(text)),
    )
    at = isWhole ? found + 1 : found
    return found < 0
  })?.text
}
