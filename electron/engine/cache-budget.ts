import type { ModelInfo } from '../../native/index.js'

/**
 * Bytes that the prompt cache may hold between two runs when nobody says otherwise: half of what the weights leave of the
 * computer's memory, at most eight conversations that fill the context, at least 4,096 tokens. The other half is for the
 * reply at work, macOS and other apps.
 */
export function defaultCacheBudget(
  { residentBytes, cacheBytesPerToken, contextLength }: ModelInfo,
  memoryBytes: number,
): number {
  const spare = Math.max(0, memoryBytes - residentBytes) / 2
  const most = 8 * cacheBytesPerToken * contextLength
  const least = cacheBytesPerToken * Math.min(contextLength, 4_096)
  return Math.floor(Math.max(least, Math.min(spare, most)))
}
