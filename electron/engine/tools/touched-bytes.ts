import type { PlanConfig, PlanTensor } from '../../../native/index.js'

const dtypeBytes = { F32: 4, BF16: 2, F16: 2, U32: 4, U8: 1 } as const satisfies Record<PlanTensor['dtype'], number>

/** Keys and values are bfloat16 on a GPU. */
const cacheElementBytes = 2

/**
 * Returns the bytes of weights that decoding one token reads: the chosen experts, one row of the embedding, and all
 * other weights. Memory bandwidth divided by this is the upper bound of the decoding speed.
 */
export function touchedWeightBytes(
  tensors: readonly PlanTensor[],
  config: Pick<PlanConfig, 'experts' | 'expertsPerToken' | 'vocabSize'>,
): number {
  let bytes = 0
  for (const { name, dtype, shape } of tensors) {
    const all = shape.reduce((product, size) => product * size, dtypeBytes[dtype])
    if (name.includes('.experts.')) bytes += (all / config.experts) * config.expertsPerToken
    else if (name.startsWith('model.embed_tokens.')) bytes += all / config.vocabSize
    else bytes += all
  }
  return bytes
}

/** Returns the bytes of keys and values that decoding one token reads after `context` tokens. */
export function touchedCacheBytes(
  config: Pick<PlanConfig, 'isSliding' | 'slidingWindow' | 'kvHeads' | 'headDim'>,
  context: number,
): number {
  const perToken = 2 * config.kvHeads * config.headDim * cacheElementBytes
  const lengths = config.isSliding.map((isSliding) => (isSliding ? Math.min(context, config.slidingWindow) : context))
  return perToken * lengths.reduce((sum, length) => sum + length, 0)
}
