import { readFileSync } from 'node:fs'
import type { DeviceFacts } from '../../../native/index.js'

/**
 * Returns the bytes that this computer can give to a model in total. On a Mac this is Metal's recommendation, because
 * other programs make room there; elsewhere it is at most the free memory.
 * @param heldBytes memory that the model uses already; it is not free, but counts as available
 * @param maxBytes simulates a smaller computer
 */
export function availableMemory(
  { isGpu, recommendedBytes }: DeviceFacts,
  heldBytes = 0,
  maxBytes = process.env.PARLEY_MEMORY_BYTES,
): number {
  const limitBytes = maxBytes === undefined ? recommendedBytes : Math.min(recommendedBytes, Number(maxBytes) || 0)
  return isGpu ? limitBytes : Math.min(limitBytes, freeBytes() + heldBytes)
}

/** Returns the memory that Linux can give without swapping, or infinity on other systems. */
function freeBytes(): number {
  try {
    const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? []
    return kilobytes === undefined ? Number.POSITIVE_INFINITY : Number(kilobytes) * 1024
  } catch {
    return Number.POSITIVE_INFINITY // not Linux
  }
}
