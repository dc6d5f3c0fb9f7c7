/** A reader that exceeds a limit is killed. Each hundred pages have their own time, and each picture. */
export const readerLimits = {
  maxTimeMs: 30_000,
  pagesPerTime: 100,
  /** Of a page whose text is recognized in a picture. */
  maxPictureTimeMs: 20_000,
  maxMemoryBytes: 768 * 1024 * 1024,
  memoryCheckMs: 100,
  /** A larger file is sent piece by piece, as the reader asks for it. */
  maxWholeBytes: 32 * 1024 * 1024,
  maxReadsOfFile: 4,
} as const

/** Limits of a reader's result. A stranger's file may control the reader, so its result is checked. */
export const resultLimits = {
  maxPages: 200_000,
  maxPassageLength: 4_000,
  maxPassagesPerPage: 100_000,
  /** Of a whole document in a compressed format, in characters: thirty long novels. */
  maxTextLength: 50_000_000,
  /** Of titles, labels and problems, in characters. */
  maxSentenceLength: 1_000,
  maxSentences: 200,
} as const

/** Limits of a window that keeps a document open to draw its pages. */
export const drawerLimits = {
  maxOpenMs: 30_000,
  maxDrawMs: 20_000,
  /** A window that draws nothing for so long is closed; it opens again for the next page. */
  maxIdleMs: 60_000,
  maxPngBytes: 64 * 1024 * 1024,
  /** Of the drawings that are kept for when a page is shown again. */
  maxKeptBytes: 32 * 1024 * 1024,
  /** In characters of one page. */
  maxTextLength: 2_000_000,
  /** In CSS pixels, from any edge of the page. */
  maxCoordinate: 1_000_000,
} as const
