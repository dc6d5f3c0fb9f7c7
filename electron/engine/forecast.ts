import { totalmem } from 'node:os'
import type { ModelInfo, PlanConfig } from '../../native/index.js'

/** What a model will need with its context full, before any of it is loaded. All in bytes. */
interface Forecast {
  readonly weightBytes: number
  readonly cacheBytes: number
  /** Intermediate results while a chunk of a prompt is read. */
  readonly scratchBytes: number
  readonly totalBytes: number
  /** What this computer can give to a model. */
  readonly availableBytes: number
  readonly fits: boolean
}

/** @param chunkLength tokens that are read at once */
export function forecast(info: ModelInfo, config: PlanConfig, chunkLength: number): Forecast {
  const weightBytes = info.residentBytes
  const cacheBytes = info.cacheBytesPerToken * info.contextLength
  const scratchBytes = scratch(info, config, chunkLength)
  const totalBytes = weightBytes + cacheBytes + scratchBytes
  const availableBytes = available(totalmem())
  return { weightBytes, cacheBytes, scratchBytes, totalBytes, availableBytes, fits: totalBytes <= availableBytes }
}

/** MLX frees a layer's results when the next layer has them, so that about two layers' worth is alive. */
function scratch(info: ModelInfo, config: PlanConfig, chunkLength: number): number {
  const elementBytes = info.cacheBytesPerToken / (2 * config.layers * config.kvHeads * config.headDim)
  const attention = (3 * config.heads + 4 * config.kvHeads) * config.headDim + 4 * config.hiddenSize
  const experts = config.expertsPerToken * (5 * config.intermediateSize + 4 * config.hiddenSize)
  // Only the CPU writes the scores down; on Metal the attention of this head size is fused.
  const scores = info.device === 'CPU' ? 3 * config.heads * info.contextLength : 0
  // A growing cache is copied, one layer at a time.
  const growth = (2 * info.cacheBytesPerToken * info.contextLength) / config.layers
  return chunkLength * elementBytes * 2 * (attention + experts + scores) + growth + 4 * 8 * config.vocabSize
}

/** macOS gives its GPU two thirds of the memory, three quarters from 36 GiB on; elsewhere it is as good a bound. */
function available(memoryBytes: number): number {
  return Math.floor(memoryBytes * (memoryBytes > 36 * 2 ** 30 ? 3 / 4 : 2 / 3))
}
