import { readFileSync } from 'node:fs'
import type { DeviceFacts } from '../../../native/index.js'

/**
 * Bytes that this computer can give to a model in all: on a Mac what Metal recommends to hold at once, for other programs
 * make room there; elsewhere no more than is free. `PARLEY_MEMORY_BYTES` stands for a smaller computer.
 * @param heldBytes what the model holds already, which is not free but its own
 */
export function availableMemory(
  { isGpu, recommendedBytes }: DeviceFacts,
  heldBytes = 0,
  smaller = process.env.PARLEY_MEMORY_BYTES,
): number {
  const most = smaller === undefined ? recommendedBytes : Math.min(recommendedBytes, Number(smaller) || 0)
  return isGpu ? most : Math.min(most, freeBytes() + heldBytes)
}

/** What programs can be given without swapping, as Linux counts it; elsewhere nobody says. */
function freeBytes(): number {
  try {
    const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? []
    return kilobytes === undefined ? Number.POSITIVE_INFINITY : Number(kilobytes) * 1024
  } catch {
    return Number.POSITIVE_INFINITY // not a Linux
  }
}
