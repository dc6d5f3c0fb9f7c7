import type { Computer } from '../../contract/engine.js'

/** Macs with at most this much memory give two thirds of it. */
const maxSmallBytes = 32 * 2 ** 30

/**
 * Returns what a Mac with this much memory gives, while the engine has not said it. Metal's recommended working set as
 * Macs of 16, 32, 64 and 96 GB report it (github.com/ggml-org/llama.cpp, issues 1870, 2048 and 3213; pull request 2011).
 */
export function macWith(memoryBytes: number): Computer {
  const availableBytes = Math.floor(memoryBytes <= maxSmallBytes ? (memoryBytes / 3) * 2 : (memoryBytes / 4) * 3)
  return { memoryBytes, availableBytes }
}
