import type { EngineStatus, Model } from '../../../../contract/models.js'

/** How much a model reads at once, and what it can be asked for. */
export interface Capacity {
  /** Tokens of a part with its markers; the rest of the context is for instructions, reasoning and notes. */
  readonly partTokens: number
  /** A text of at most so many tokens, with its markers, is one part. */
  readonly onePassTokens: number
  /** Of one answer. A small model that writes more than it reads at once has lost its way, and takes minutes for it. */
  readonly maxAnswerTokens: number
  /**
   * Follows instructions in words that it was not trained on. The demonstration model does not: it knows short parts and
   * the very words of its two prompts.
   */
  readonly isInstructable: boolean
  /** Quotes sentences by their numbers, among which a small model loses its way. */
  readonly quotesByNumber: boolean
  /** A point that its passage supports less becomes a quote; 0: points keep their words. Small models say what is not there. */
  readonly minPointSupport: number
}

/** Nothing says how large a model is but its context. */
const minContextOfLargeModel = 16_384
/** Of any model, which may reason before it answers. */
const maxAnswerTokens = 4_000
/** What a few points take, whatever the context. */
const minAnswerTokens = 160

/** The sizes of parts that the loaded model would plan: notes of another model are no use to it. */
export function plansOf(status: EngineStatus): readonly number[] | undefined {
  if (status.state !== 'ready') return undefined
  const { partTokens, onePassTokens } = capacityOf(status.model)
  return [partTokens, onePassTokens]
}

export function capacityOf({ contextLength, isDemo }: Pick<Model, 'contextLength' | 'isDemo'>): Capacity {
  const partTokens = Math.min(6_000, Math.floor(contextLength * 0.1))
  const isLarge = !isDemo && contextLength >= minContextOfLargeModel
  return {
    partTokens,
    maxAnswerTokens:
      isDemo || isLarge
        ? Math.min(maxAnswerTokens, Math.floor(contextLength / 4))
        : Math.max(minAnswerTokens, Math.floor(contextLength / 8)),
    onePassTokens: isDemo ? partTokens : Math.floor(contextLength / 2),
    isInstructable: !isDemo,
    quotesByNumber: isLarge,
    minPointSupport: isLarge ? 0 : 0.6,
  }
}
