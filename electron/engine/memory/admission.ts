import { AppError } from '../../../contract/errors.js'
import type { ModelInfo } from '../../../native/index.js'
import { fitWithin } from '../../memory/fit.js'
import { contextWithin, forecast } from '../../memory/forecast.js'

/** Returns the context length in tokens to load a model with: its own, or what fits. Throws `out-of-memory`. */
export function admitModel(info: ModelInfo, availableBytes: number): number {
  const { fits, contextLength, neededBytes } = fitWithin(info, availableBytes)
  if (fits) return contextLength
  throw new AppError(
    'out-of-memory',
    `This model needs ${gigabytes(neededBytes)} of memory and ${computer} can give ${gigabytes(availableBytes)}. Choose a smaller model.`,
  )
}

/** Throws `out-of-memory` if a prompt of `length` tokens does not fit when it is read in chunks of `chunkLength` tokens. */
export function admitChunks(info: ModelInfo, length: number, chunkLength: number, availableBytes: number): void {
  const { totalBytes } = forecast(info, length, chunkLength)
  if (totalBytes <= availableBytes) return
  throw new AppError(
    'out-of-memory',
    `Reading ${chunkLength} tokens at once needs ${gigabytes(totalBytes)} of memory and ${computer} can give ${gigabytes(availableBytes)}. Read fewer tokens at once.`,
  )
}

/** Returns the number of tokens up to which a conversation can grow, at least `length`. Throws `out-of-memory`. */
export function admitPrompt(info: ModelInfo, length: number, availableBytes: number): number {
  const maxTokens = contextWithin(info, availableBytes)
  if (maxTokens >= length) return maxTokens
  const { totalBytes } = forecast(info, length)
  throw new AppError(
    'out-of-memory',
    `The model and this conversation need ${gigabytes(totalBytes)} of memory and ${computer} can give ${gigabytes(availableBytes)} now. Close other apps or shorten the conversation. Nothing is lost.`,
  )
}

const computer = process.platform === 'darwin' ? 'this Mac' : 'this computer'

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
