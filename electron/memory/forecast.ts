import { findSuperfluous } from './checkpoints.js'
import { chunkRules, maxChunkTokens } from './chunks.js'

/** Predicted memory of a model with one conversation of `contextLength` tokens, in bytes. Computed before the load. */
export interface Forecast {
  readonly contextLength: number
  readonly weightBytes: number
  /** Bytes that one more token takes in the layers with full attention. Sliding layers take `slidingBytes` in total. */
  readonly fullBytesPerToken: number
  readonly slidingBytes: number
  /** Keys and values of both kinds of layers, with the capacity that is allocated in advance. */
  readonly cacheBytes: number
  /** Copies of the sliding windows from which the conversation can resume. */
  readonly checkpointBytes: number
  /** Peak of the intermediate results of one step. */
  readonly scratchBytes: number
  /** Sum of weights, cache, checkpoints and intermediate results. */
  readonly totalBytes: number
  /** Peak while the model loads. */
  readonly loadingBytes: number
}

/** What the forecast needs to know about a model: the addon's `ModelInfo` has all of it. See there. */
export interface ModelSizes {
  readonly layers: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly elementBytes: number
  readonly vocabSize: number
  readonly contextLength: number
  readonly expertsPerToken: number
  readonly slidingWindow: number
  readonly slidingLayers: number
  readonly residentBytes: number
  readonly loadingBytes: number
  readonly weights: 'packed' | 'unpacked'
  readonly device: string
}

/** The cache grows in steps of this many tokens, as in native/src/cache.cc. */
const stepTokens = 256

/**
 * Simultaneous rows of scores on the CPU. Parley's own attention writes them once, and so does MLX's general form without
 * sinks; with them three times: the product, with the sinks appended, and without them. Models with experts have sinks.
 */
function scoreCopies({ weights, expertsPerToken }: ModelSizes): number {
  return weights === 'packed' && expertsPerToken > 0 ? 3 : 1
}

/** Simultaneous vectors of the expert's and of the model's width; MLX allocates ahead of the computation. */
const expertCopies = 4.5

/** The same in a model without experts: gate, up and their product, and the vectors around them. */
const denseCopies = { inner: 3, hidden: 6 } as const

/** Simultaneous rows over the vocabulary during sampling: logits, log-probabilities, their order and sums. */
const vocabularyCopies = 8

/**
 * @param contextLength length of the conversation in tokens, at most the model's context
 * @param chunkLength length of a chunk of the prompt in tokens
 */
export function forecast(
  sizes: ModelSizes,
  contextLength = sizes.contextLength,
  chunkLength = maxChunkTokens(chunkRules(sizes.device, undefined)),
): Forecast {
  const { layers, slidingLayers, slidingWindow, residentBytes: weightBytes } = sizes
  const chunk = Math.min(chunkLength, contextLength)
  const bytesPerToken = 2 * sizes.kvHeads * sizes.headDim * sizes.elementBytes
  const fullBytesPerToken = (layers - slidingLayers) * bytesPerToken
  const slidingBytes = slidingLayers * bytesPerToken * (slidingWindow - 1 + Math.max(chunk, stepTokens))
  const capacity = fullCapacity(contextLength, sizes.contextLength)
  const cacheBytes = fullBytesPerToken * capacity + slidingBytes
  // Intermediate results peak while the last chunk is read, before its checkpoint exists.
  const checkpointBytes = checkpointTokens(sizes, contextLength - chunk) * slidingLayers * bytesPerToken
  // A full layer allocates the larger buffer before it frees the smaller one, keys and values separately.
  const growthBytes = (bytesPerToken / 2) * capacity
  const scratchBytes = Math.ceil(Math.max(scratch(sizes, chunk, contextLength), growthBytes))
  return {
    contextLength,
    weightBytes,
    fullBytesPerToken,
    slidingBytes,
    cacheBytes,
    checkpointBytes,
    scratchBytes,
    totalBytes: weightBytes + cacheBytes + checkpointBytes + scratchBytes,
    loadingBytes: weightBytes + sizes.loadingBytes,
  }
}

/** Returns the longest context in tokens, up to the model's own, that fits into `bytes`; 0 if none fits. */
export function contextWithin(sizes: ModelSizes, bytes: number): number {
  if (forecast(sizes).totalBytes <= bytes) return sizes.contextLength
  let fits = 0
  let tooLong = sizes.contextLength
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (forecast(sizes, middle).totalBytes <= bytes) fits = middle
    else tooLong = middle
  }
  return fits
}

/** Same as `full_capacity` in native/src/cache.cc. */
export function fullCapacity(length: number, contextLength: number): number {
  let capacity = stepTokens
  while (capacity < length) capacity = Math.ceil((Math.floor(capacity / 4) * 5) / stepTokens) * stepTokens
  return Math.min(capacity, Math.max(length, contextLength))
}

function scratch(sizes: ModelSizes, chunk: number, contextLength: number): number {
  const { heads, headDim, hiddenSize, intermediateSize, expertsPerToken, elementBytes, vocabSize } = sizes
  const vectors =
    expertsPerToken > 0
      ? expertCopies * expertsPerToken * (hiddenSize + intermediateSize)
      : denseCopies.inner * intermediateSize + denseCopies.hidden * hiddenSize
  const attention = 4 * heads * headDim * elementBytes
  // Metal's fused attention writes no scores. The mask takes one byte for each pair.
  const scores = sizes.device === 'CPU' ? scoreCopies(sizes) * heads * contextLength * elementBytes + contextLength : 0
  return Math.max(chunk * (vectors * elementBytes + attention + scores), vocabularyCopies * vocabSize * 4)
}

/** Returns the number of window rows in the checkpoints of one long message after `length` tokens. */
function checkpointTokens({ device, slidingWindow }: ModelSizes, length: number): number {
  const rules = chunkRules(device, undefined)
  const boundaries: { at: number; isMessageEnd: boolean }[] = []
  for (let at = 0; ; ) {
    at += rules.lengths.findLast(({ from }) => from <= at)?.length ?? 1
    if (at > length) break
    boundaries.push({ at, isMessageEnd: false })
  }
  const superfluous = new Set(findSuperfluous(boundaries, slidingWindow))
  const kept = boundaries.filter((boundary) => !superfluous.has(boundary))
  return kept.reduce((sum, { at }) => sum + Math.min(at, slidingWindow - 1), 0)
}
