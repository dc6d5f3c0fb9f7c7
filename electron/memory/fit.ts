import { contextWithin, forecast, type ModelSizes } from './forecast.js'

/** A model with less context is of no use, unless that is its whole context. */
const minContextTokens = 4_096

/** Whether a model fits in memory, decided before a byte of it is read. */
export interface Fit {
  readonly fits: boolean
  /** The longest context that fits, in tokens, up to the model's own; the shortest that is of use if none fits. */
  readonly contextLength: number
  /** What the model needs with this context. */
  readonly neededBytes: number
}

/** Compares a model with the memory that the computer can give. The engine loads exactly the models that fit. */
export function fitWithin(sizes: ModelSizes, availableBytes: number): Fit {
  const minTokens = Math.min(sizes.contextLength, minContextTokens)
  const fits = neededBytes(sizes, minTokens) <= availableBytes
  const contextLength = fits ? Math.max(minTokens, contextWithin(sizes, availableBytes)) : minTokens
  return { fits, contextLength, neededBytes: neededBytes(sizes, contextLength) }
}

function neededBytes(sizes: ModelSizes, contextLength: number): number {
  const { totalBytes, loadingBytes } = forecast(sizes, contextLength)
  return Math.max(totalBytes, loadingBytes)
}
