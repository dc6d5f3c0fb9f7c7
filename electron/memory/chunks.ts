/**
 * How a prompt is split into chunks. The last bits of the cache depend on the chunk lengths, so each boundary depends
 * only on the tokens before it. A prompt that resumes from a boundary is then read in the same chunks as one that is
 * read from its beginning, and the model gives the same reply.
 */
export interface ChunkRules {
  /** Chunk lengths in tokens, by the chunk's first token; ascending, the first from 0. */
  readonly lengths: readonly { readonly from: number; readonly length: number }[]
  /** Length in tokens from which the first chunk, the shared system message, may end at the end of a message. */
  readonly minFirstTokens: number
  /** Length in tokens from which any other chunk may end at the end of a message. */
  readonly minTokens: number
  /** The id that ends a message; undefined if the vocabulary is unknown. */
  readonly messageEnd: number | undefined
}

/**
 * A GPU is fast with long chunks; far into a context they are halved, because long attention kernels make the screen
 * of a Mac stutter. A CPU is as fast with short chunks and stops sooner; its first chunks are the shortest, so that
 * short prompts have boundaries too.
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
  /** True if every prompt with the same tokens up to `end` has a chunk that ends there. */
  readonly isBoundary: boolean
  readonly isMessageEnd: boolean
}

/**
 * Returns the chunk that begins at `start`.
 * @param start a boundary or 0
 * @param limit the maximum end: more than `start`, at most the number of tokens
 */
export function nextChunk(tokens: readonly number[], start: number, limit: number, rules: ChunkRules): Chunk {
  const maxTokens = rules.lengths.findLast(({ from }) => from <= start)?.length ?? 1
  const minTokens = start === 0 ? rules.minFirstTokens : rules.minTokens
  const maxEnd = Math.min(start + maxTokens, limit)
  for (let end = start + Math.min(minTokens, maxTokens); end <= maxEnd; end++) {
    if (tokens[end - 1] === rules.messageEnd) return { end, isBoundary: true, isMessageEnd: true }
  }
  return { end: maxEnd, isBoundary: maxEnd === start + maxTokens, isMessageEnd: false }
}

export function maxChunkTokens({ lengths }: ChunkRules): number {
  return Math.max(...lengths.map(({ length }) => length))
}
