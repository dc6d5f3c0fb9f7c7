import type { ReadDocument } from '../../../contract/reader.js'
import type { Reader } from '../documents/reader.js'

/** Three pages, fifteen passages: with a small context one part each, and more points than a summary can have. */
export const pages = [1, 2, 3].map((page) => ({
  status: 'read' as const,
  passages: [1, 2, 3, 4, 5].map((passage) =>
    `Fact ${page}.${passage} stands here. ${'It is explained at length. '.repeat(4)}`.trim(),
  ),
}))

export const goodReader: Reader = {
  read: async ({ kind }): Promise<ReadDocument> => ({
    kind,
    encoding: 'utf-8',
    pages,
    removedCharacters: 3,
    omitted: [],
    problems: [],
  }),
}

/** Reads until it is aborted. */
export const hangingReader: Reader = {
  read: (_, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
}
