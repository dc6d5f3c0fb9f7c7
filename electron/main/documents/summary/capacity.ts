import type { Model } from '../../../../contract/models.js'

/** How much a model reads at once, and what it can be asked for. */
export interface Capacity {
  /** Tokens of a part with its markers; the rest of the context is for instructions, reasoning and notes. */
  readonly partTokens: number
  /** A text of at most so many tokens, with its markers, is one part. */
  readonly onePassTokens: number
  /**
   * Follows instructions in words that it was not trained on. The demonstration model does not: it knows short parts and
   * the very words of its two prompts.
   */
  readonly isInstructable: boolean
  /** Quotes sentences by their numbers. A small model loses its way among them; small models have short contexts. */
  readonly quotesByNumber: boolean
}

const minContextForNumbers = 16_384

export function capacityOf({ contextLength, isDemo }: Pick<Model, 'contextLength' | 'isDemo'>): Capacity {
  const partTokens = Math.min(6_000, Math.floor(contextLength * 0.1))
  const onePassTokens = isDemo ? partTokens : Math.floor(contextLength / 2)
  return {
    partTokens,
    onePassTokens,
    isInstructable: !isDemo,
    quotesByNumber: !isDemo && contextLength >= minContextForNumbers,
  }
}
