import type { ModelInfo } from '../../../native/index.js'
import { forecast } from '../../memory/forecast.js'

/**
 * Returns the bytes that the prompt cache may hold between two runs: half of the spare memory after the forecast, at
 * most eight conversations that fill the context, at least one of 4,096 tokens. The other half is for other apps and
 * for the current reply.
 */
export function cacheBudget(info: ModelInfo, availableBytes: number): number {
  const conversationBytes = (length: number) => {
    const { cacheBytes, checkpointBytes } = forecast(info, Math.min(length, info.contextLength))
    return cacheBytes + checkpointBytes
  }
  const { weightBytes, scratchBytes } = forecast(info)
  const spareBytes = (availableBytes - weightBytes - scratchBytes) / 2
  return Math.floor(Math.max(conversationBytes(4_096), Math.min(spareBytes, 8 * conversationBytes(info.contextLength))))
}
