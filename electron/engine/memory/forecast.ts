import type { ModelInfo } from '../../../native/index.js'
import { superfluous } from './checkpoints.js'
import { chunkRules, maxChunkTokens } from './chunks.js'

/** What a model needs with one conversation of `contextLength` tokens, before any of it is loaded. All else in bytes. */
export interface Forecast {
  readonly contextLength: number
  readonly weightBytes: number
  /** One more token takes so much in the layers that look at everything. Sliding layers take `slidingBytes` in all. */
  readonly fullBytesPerToken: number
  readonly slidingBytes: number
  /** Keys and values of both kinds of layers, with the room that is made ahead. */
  readonly cacheBytes: number
  /** Copies of the sliding windows that the conversation can be gone back to. */
  readonly checkpointBytes: number
  /** Intermediate results, at the most that one step has of them. */
  readonly scratchBytes: number
  /** All of these. */
  readonly totalBytes: number
  /** At the highest while the model is being loaded. */
  readonly loadingBytes: number
}

type Sizes = Omit<
  ModelInfo,
  'modelType' | 'quantization' | 'adapter' | 'weightBytes' | 'experts' | 'cacheBytesPerToken'
>

/** Room is made for so many tokens at least, as in native/src/cache.cc. */
const step = 256

/**
 * Rows of scores that are there at once on the CPU: our own attention writes them once, MLX's general form thrice, as the
 * product, with the sinks beside it, and without.
 */
const scoreCopies = { unpacked: 1, packed: 3 } as const

/** Vectors of an expert's width and of the model's that are there at once; MLX allocates ahead of what it computes. */
const expertCopies = 4.5

/** Rows over the vocabulary while a token is drawn: logits, log-probabilities, their order and sums. */
const vocabularyCopies = 8

/**
 * @param contextLength tokens of the conversation, at most the model's context
 * @param chunkLength tokens that are read at once
 */
export function forecast(
  sizes: Sizes,
  contextLength = sizes.contextLength,
  chunkLength = maxChunkTokens(chunkRules(sizes.device, undefined)),
): Forecast {
  const { layers, slidingLayers, slidingWindow, residentBytes: weightBytes } = sizes
  const chunk = Math.min(chunkLength, contextLength)
  const bytesPerToken = 2 * sizes.kvHeads * sizes.headDim * sizes.elementBytes
  const fullBytesPerToken = (layers - slidingLayers) * bytesPerToken
  const slidingBytes = slidingLayers * bytesPerToken * (slidingWindow - 1 + Math.max(chunk, step))
  const capacity = fullCapacity(contextLength, sizes.contextLength)
  const cacheBytes = fullBytesPerToken * capacity + slidingBytes
  // Intermediate results are the most while the last chunk is read, and its checkpoint is not made yet.
  const checkpointBytes = checkpointTokens(sizes, contextLength - chunk) * slidingLayers * bytesPerToken
  // A full layer's larger buffer is made before the smaller one goes, keys and values apart.
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

/** The longest context, up to the model's own, for which no more than `bytes` are needed; 0 when there is none. */
export function contextWithin(sizes: Sizes, bytes: number): number {
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

/** `full_capacity` of native/src/cache.cc. */
export function fullCapacity(length: number, contextLength: number): number {
  let capacity = step
  while (capacity < length) capacity = Math.ceil((Math.floor(capacity / 4) * 5) / step) * step
  return Math.min(capacity, Math.max(length, contextLength))
}

function scratch(sizes: Sizes, chunk: number, contextLength: number): number {
  const { heads, headDim, hiddenSize, intermediateSize, expertsPerToken, elementBytes, vocabSize } = sizes
  const experts = expertCopies * expertsPerToken * (hiddenSize + intermediateSize) * elementBytes
  const attention = 4 * heads * headDim * elementBytes
  // Metal's fused attention writes no scores; the mask is one byte for each pair.
  const scores =
    sizes.device === 'CPU' ? scoreCopies[sizes.weights] * heads * contextLength * elementBytes + contextLength : 0
  return Math.max(chunk * (experts + attention + scores), vocabularyCopies * vocabSize * 4)
}

/** Rows of the windows in the checkpoints of one long message, of which `length` tokens are read. */
function checkpointTokens({ device, slidingWindow }: Sizes, length: number): number {
  const rules = chunkRules(device, undefined)
  const boundaries: { at: number; isMessageEnd: boolean }[] = []
  for (let at = 0; ; ) {
    at += rules.lengths.findLast(({ from }) => from <= at)?.length ?? 1
    if (at > length) break
    boundaries.push({ at, isMessageEnd: false })
  }
  const given = new Set(superfluous(boundaries, slidingWindow))
  const kept = boundaries.filter((boundary) => !given.has(boundary))
  return kept.reduce((sum, { at }) => sum + Math.min(at, slidingWindow - 1), 0)
}
