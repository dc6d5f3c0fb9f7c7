import { TokenPieces } from '../token-text.js'
import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from './markers.js'
import { HarmonyParser } from './parse.js'
import { readStream } from './read-stream.js'
import { Reply, type ReplyChannel } from './reply.js'

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
  const { isOnlyReasoning, isMalformed } = shown
  return { ...readStream(stream, ids, pieces), reply, isOnlyReasoning, isMalformed }
}

export const replyOf = (stream: string) => parse(idsOf(stream)).reply

/** Text tokens that stand in a body beyond doubt: behind a `<|message|>`, with no other marker in between. */
export function certainBodies(
  stream: readonly number[],
  ids: HarmonyIds,
  bytesOf: (id: number) => Uint8Array,
): string[] {
  const runs: string[] = []
  let run: number[] | undefined
  const markers = new Map<number, HarmonyMarker>(harmonyMarkers.map((marker) => [ids[marker], marker]))
  for (const id of [...stream, ids['<|end|>']]) {
    const marker = markers.get(id)
    if (marker === undefined) run?.push(...bytesOf(id))
    else {
      if (run?.length) runs.push(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(run)))
      run = marker === '<|message|>' ? [] : undefined
    }
  }
  return runs
}
