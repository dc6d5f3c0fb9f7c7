import { createHash } from 'node:crypto'
import type { AddedDocument } from '../../../contract/documents.js'
import type { ReadDocument } from '../../../contract/reader.js'
import type { Reader } from '../documents/reader.js'
import { type NewDocument, newDocumentId } from '../store/documents.js'
import type { Store } from '../store/store.js'

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
    new Promise((_resolve, reject) => {
      signal.throwIfAborted()
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    }),
}

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Puts a document that is not read into a composer of the store, without its file. */
export function addDocument(
  { documents }: Pick<Store, 'documents'>,
  conversationId: string | null,
  { id = newDocumentId(), ...given }: Partial<NewDocument> = {},
): AddedDocument {
  return documents.create({ id, conversationId, name: 'a.txt', kind: 'text', bytes: 3, hash: hashOf(id), ...given })
}

/** A text of one page, as a reader returns it. */
export const textOf = (...passages: readonly string[]): ReadDocument => ({
  kind: 'text',
  encoding: 'utf-8',
  pages: [{ passages, status: 'read' }],
  removedCharacters: 0,
  omitted: [],
  problems: [],
})
