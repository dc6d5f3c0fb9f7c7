import type { PlanConfig, PlanTensor } from '../../../native/index.js'

const dtypeBytes = { F32: 4, BF16: 2, F16: 2, U32: 4, U8: 1 } as const satisfies Record<PlanTensor['dtype'], number>

/** Keys and values are bfloat16 on a GPU. */
const cacheElementBytes = 2

/**
 * Bytes of weights that making one token reads: of the experts those that are chosen, of the embedding one row, of the
 * rest everything. Divided into the memory's bandwidth it bounds the speed of decoding.
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

/** Bytes of keys and values that making one token reads after `context` others. */
export function touchedCacheBytes(
  config: Pick<PlanConfig, 'isSliding' | 'slidingWindow' | 'kvHeads' | 'headDim'>,
  context: number,
): number {
  const perToken = 2 * config.kvHeads * config.headDim * cacheElementBytes
  const lengths = config.isSliding.map((isSliding) => (isSliding ? Math.min(context, config.slidingWindow) : context))
  return perToken * lengths.reduce((sum, length) => sum + length, 0)
}
