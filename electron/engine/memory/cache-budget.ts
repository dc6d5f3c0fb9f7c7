import type { ModelInfo } from '../../../native/index.js'
import { forecast } from './forecast.js'

/**
 * Bytes that the prompt cache may hold between two runs: half of what the forecast leaves of the memory that can be given
 * to the model, at most eight conversations that fill the context, at least one of 4,096 tokens. The other half is for
 * other apps, and for the reply at work.
 */
export function cacheBudget(info: ModelInfo, availableBytes: number): number {
  const ofConversation = (length: number) => {
    const { cacheBytes, checkpointBytes } = forecast(info, Math.min(length, info.contextLength))
    return cacheBytes + checkpointBytes
  }
  const { weightBytes, scratchBytes } = forecast(info)
  const spare = (availableBytes - weightBytes - scratchBytes) / 2
  return Math.floor(Math.max(ofConversation(4_096), Math.min(spare, 8 * ofConversation(info.contextLength))))
}
