/**
 * Where the reading of a prompt pauses. What a chunk leaves in the cache differs in its last bits from what other chunks
 * would have left, so the places depend on nothing but the tokens before them: a prompt that goes on from one of these
 * places is read in the very chunks of one that is read from its beginning, and the model answers the same.
 */
export interface ChunkRules {
  /** Tokens of a chunk, by where it starts; ascending, the first from 0. */
  readonly lengths: readonly { readonly from: number; readonly length: number }[]
  /** The first chunk may end with a message from so many tokens on: it is the system message, which all prompts share. */
  readonly minFirstTokens: number
  /** Another chunk may end with a message from so many tokens on. */
  readonly minTokens: number
  /** The id that ends a message. Undefined: where nobody knows the ids. */
  readonly messageEnd: number | undefined
}

/**
 * A GPU is quick with many tokens at once, and half as many far into a long context, where the attention of a chunk
 * takes so long that macOS would see its screen stutter. A CPU is no slower with few tokens, and stops sooner; it begins
 * with less, so that short prompts can be gone back to as well.
 */
export function chunkRules(device: string, messageEnd: number | undefined): ChunkRules {
  if (device === 'CPU') {
    const lengths = [
      { from: 0, length: 16 },
      { from: 32, length: 32 },
      { from: 64, length: 64 },
    ]
    return { lengths, minFirstTokens: 16, minTokens: 16, messageEnd }
  }
  const lengths = [
    { from: 0, length: 1_024 },
    { from: 32_768, length: 512 },
  ]
  return { lengths, minFirstTokens: 16, minTokens: 256, messageEnd }
}

export interface Chunk {
  readonly end: number
  /** Whether every prompt with the same tokens up to `end` has a chunk that ends there. */
  readonly isBoundary: boolean
  readonly isMessageEnd: boolean
}

/**
 * The chunk of `tokens` that starts at `start`, a boundary or 0, and goes no further than `limit`.
 * @param limit more than `start`, at most the number of tokens
 */
export function nextChunk(tokens: readonly number[], start: number, limit: number, rules: ChunkRules): Chunk {
  const maxTokens = rules.lengths.findLast(({ from }) => from <= start)?.length ?? 1
  const minTokens = start === 0 ? rules.minFirstTokens : rules.minTokens
  const furthest = Math.min(start + maxTokens, limit)
  for (let end = start + Math.min(minTokens, maxTokens); end <= furthest; end++) {
    if (tokens[end - 1] === rules.messageEnd) return { end, isBoundary: true, isMessageEnd: true }
  }
  return { end: furthest, isBoundary: furthest === start + maxTokens, isMessageEnd: false }
}

export function maxChunkTokens({ lengths }: ChunkRules): number {
  return Math.max(...lengths.map(({ length }) => length))
}
