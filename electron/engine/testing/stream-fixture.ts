import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from '../harmony/markers.js'
import { HarmonyParser } from '../harmony/parse.js'
import { readStream } from '../harmony/read-stream.js'
import { Reply, type ReplyChannel } from '../harmony/reply.js'
import { TokenPieces } from '../tokenizer/token-text.js'

// A vocabulary of its own: ids below 256 are bytes, then whole words, then the markers.
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

/** The ids of a stream in which markers are spelled; other text becomes bytes, or words after a backslash. */
export function idsOf(stream: string): number[] {
  return stream
    .split(/(<\|\w+\|>)/)
    .flatMap((part) => ids[part as HarmonyMarker] ?? [...new TextEncoder().encode(part)])
}

/** What a whole stream gives, and the reply that is shown of it. */
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
  /** Nothing else belongs to the body: a channel stands before it, and what ends a body behind it. */
  readonly isWhole: boolean
}

/** Longer texts may be no header. */
const headerTokens = 8
const strays: readonly (HarmonyMarker | undefined)[] = ['<|message|>', '<|constrain|>']

/** Text tokens that stand in a body beyond doubt: behind a `<|message|>`, with no other marker in between. */
function certainBodies(
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
    isHeaderBefore = last === '<|channel|>' && tokens <= headerTokens
    last = marker
    bytes = []
    tokens = 0
  }
  return bodies
}

/** The text of the first body that is not among the messages of the stream in its order. */
export function lostBody(
  { messages }: Pick<ReturnType<typeof readStream>, 'messages'>,
  ...stream: Parameters<typeof certainBodies>
): string | undefined {
  let at = 0
  return certainBodies(...stream).find(({ text, isWhole }) => {
    const found = messages.findIndex(
      ({ content }, index) => index >= at && (isWhole ? content === text : content.includes(text)),
    )
    at = isWhole ? found + 1 : found
    return found < 0
  })?.text
}
