/** A reader that takes longer or grows larger is killed. */
export const readerLimits = { timeMs: 60_000, memoryBytes: 1024 * 1024 * 1024, memoryCheckMs: 250 } as const

/** What a reader may answer at most; it has read a stranger's file, so its answer is checked like one. */
export const answerLimits = { pages: 200_000, passageLength: 4_000 } as const
