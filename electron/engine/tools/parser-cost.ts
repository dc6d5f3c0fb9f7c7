import { type HarmonyIds, harmonyMarkers } from '../harmony/markers.js'
import { HarmonyParser } from '../harmony/parse.js'
import { Reply } from '../harmony/reply.js'
import { TokenPieces } from '../tokenizer/token-text.js'

/** Used by the benchmark. Returns the nanoseconds per token of a long reply, from its id to its text on a channel. */
export function measureParser(tokens: number): number {
  const ids = Object.fromEntries(harmonyMarkers.map((marker, index) => [marker, 200_000 + index])) as HarmonyIds
  const encoder = new TextEncoder()
  // The first three ids are the bytes of one character, so that the time includes joining bytes.
  const pieces = new TokenPieces((id) =>
    id < 3 ? encoder.encode('好').slice(id, id + 1) : encoder.encode(` word${id}`),
  )
  const header = [ids['<|end|>'], ids['<|start|>'], 3, ids['<|channel|>'], 4, ids['<|message|>']]
  let length = 0
  const reply = new Reply((_, text) => {
    length += text.length
  })
  const parser = new HarmonyParser(ids, pieces, reply)
  const startedAt = performance.now()
  for (let index = 0; index < tokens; index++) {
    const at = index % 200
    parser.push(header[at] ?? (at % 40 < 3 ? at % 40 : (index * 7_919) % 20_000))
  }
  parser.finish()
  const nanoseconds = ((performance.now() - startedAt) * 1e6) / tokens
  if (length === 0) throw new Error('Nothing was read.')
  return nanoseconds
}
