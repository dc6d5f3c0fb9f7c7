import { AppError } from '../../../contract/errors.js'
import type { ModelInfo } from '../../../native/index.js'
import { contextWithin, forecast } from './forecast.js'

/** With less context than this a model is of no use; smaller models have less and are whole. */
const minContextTokens = 4_096

/** The context with which a model can be loaded: its own, or as much of it as `availableBytes` allow. Throws `out-of-memory`. */
export function admitModel(info: ModelInfo, availableBytes: number): number {
  const minTokens = Math.min(info.contextLength, minContextTokens)
  const { totalBytes, loadingBytes } = forecast(info, minTokens)
  const neededBytes = Math.max(totalBytes, loadingBytes)
  if (neededBytes > availableBytes) {
    throw new AppError(
      'out-of-memory',
      `This model needs ${gigabytes(neededBytes)} of memory and ${computer} can give ${gigabytes(availableBytes)}. Choose a smaller model.`,
    )
  }
  return Math.max(minTokens, contextWithin(info, availableBytes))
}

/** Throws `out-of-memory` when there is none for a prompt of `length` tokens that is read `chunkLength` at once. */
export function admitChunks(info: ModelInfo, length: number, chunkLength: number, availableBytes: number): void {
  const { totalBytes } = forecast(info, length, chunkLength)
  if (totalBytes <= availableBytes) return
  throw new AppError(
    'out-of-memory',
    `Reading ${chunkLength} tokens at once needs ${gigabytes(totalBytes)} of memory and ${computer} can give ${gigabytes(availableBytes)}. Read fewer at once.`,
  )
}

/** How long a conversation can become that will have at least `length` tokens. Throws `out-of-memory`. */
export function admitPrompt(info: ModelInfo, length: number, availableBytes: number): number {
  const longest = contextWithin(info, availableBytes)
  if (longest >= length) return longest
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
