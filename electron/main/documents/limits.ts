/** A reader that exceeds a limit is killed. */
export const readerLimits = { maxTimeMs: 60_000, maxMemoryBytes: 1024 * 1024 * 1024, memoryCheckMs: 250 } as const

/** Limits of a reader's result. A stranger's file may control the reader, so its result is checked. */
export const resultLimits = {
  maxPages: 200_000,
  maxPassageLength: 4_000,
  /** Of titles, labels and problems, in characters. */
  maxSentenceLength: 1_000,
  maxSentences: 200,
} as const
