import type { PlanConfig, PlanTensor } from '../../../native/index.js'

const dtypeBytes = { F32: 4, BF16: 2, F16: 2, U32: 4, U8: 1 } as const satisfies Record<PlanTensor['dtype'], number>

/** Keys and values are bfloat16 on a GPU. */
const cacheElementBytes = 2

/**
 * Returns the bytes of weights that decoding one token reads: the chosen experts, one row of an embedding that is not the
 * head too, and all other weights. Memory bandwidth divided by this is the upper bound of the decoding speed.
 */
export function touchedWeightBytes(
  tensors: readonly PlanTensor[],
  { vocabSize, gptOss, hasTiedEmbeddings }: Pick<PlanConfig, 'vocabSize' | 'gptOss' | 'hasTiedEmbeddings'>,
): number {
  const isTied = hasTiedEmbeddings && !tensors.some(({ name }) => name === 'lm_head.weight')
  let bytes = 0
  for (const { name, dtype, shape } of tensors) {
    const all = shape.reduce((product, size) => product * size, dtypeBytes[dtype])
    if (gptOss && name.includes('.experts.')) bytes += (all / gptOss.experts) * gptOss.expertsPerToken
    else if (!isTied && name.startsWith('model.embed_tokens.')) bytes += all / vocabSize
    else bytes += all
  }
  return bytes
}

/** Returns the bytes of keys and values that decoding one token reads after `context` tokens. */
export function touchedCacheBytes(
  {
    isSliding,
    slidingWindow = 0,
    kvHeads,
    headDim,
  }: Pick<PlanConfig, 'isSliding' | 'slidingWindow' | 'kvHeads' | 'headDim'>,
  context: number,
): number {
  const perToken = 2 * kvHeads * headDim * cacheElementBytes
  const lengths = isSliding.map((slides) => (slides ? Math.min(context, slidingWindow) : context))
  return perToken * lengths.reduce((sum, length) => sum + length, 0)
}
