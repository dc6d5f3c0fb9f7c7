import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import {
  type AddedDocument,
  type DocumentPage,
  type DocumentState,
  isDocumentKind,
  type PageLabels,
  type ReadPageState,
  type SummaryPoint,
} from '../../../contract/documents.js'
import { AppError, type ErrorCode } from '../../../contract/errors.js'
import { isOcrLanguage, type OcrLanguage } from '../../../contract/ocr-languages.js'
import { passageTime } from '../../../contract/passage-time.js'
import type { ReadDocument } from '../../../contract/reader.js'
import type { Database } from './database.js'
import { readArray, readTexts } from './stored-list.js'

export interface NewDocument extends Pick<AddedDocument, 'id' | 'conversationId' | 'name' | 'kind' | 'bytes'> {
  /** SHA-256 of the file, in hexadecimal. */
  readonly hash: string
  /** Of a project: then it is in no composer. */
  readonly folderId?: string
  /** In which the text of pictures is to be recognized. */
  readonly languages?: readonly OcrLanguage[]
}

/**
 * Documents: files that the user added, with the text of their pages. A document in a composer is "attached" and goes with
 * the next message. Every call is durable when it returns; see store.ts for what calls throw.
 */
export interface StoredDocuments {
  /** Puts a new document into the composer of its conversation, or into its folder. The caller has stored the file itself. */
  create(document: NewDocument): AddedDocument
  get(id: string): AddedDocument
  /** In the order they were added; `null` for those of no conversation: in the composer of a new one, and of projects. */
  ofConversation(conversationId: string | null): readonly AddedDocument[]
  /** The document of the conversation with the same content. */
  withHash(conversationId: string | null, hash: string): AddedDocument | undefined
  /** The document of a folder with the same content. */
  withHashIn(folderId: string, hash: string): AddedDocument | undefined
  /** Puts a document that is there into the composer, last. */
  attach(id: string): AddedDocument
  /** Takes a document out of the composer. Returns false when it was deleted, because nothing else has it. */
  detach(id: string): boolean
  /** Gives everything in a composer to a message of `conversationId`, which that composer's conversation becomes. */
  send(composer: string | null, conversationId: string, messageId: string): readonly AddedDocument[]
  /** Documents that are not read yet, oldest first, without those in the trash. */
  unread(): readonly string[]
  setState(id: string, state: Exclude<DocumentState, 'failed' | 'read'>): void
  /** To be recognized in its pictures; empty for a document of an earlier version. */
  languages(id: string): readonly OcrLanguage[]
  setLanguages(id: string, languages: readonly OcrLanguage[]): void
  fail(id: string, error: { readonly code: ErrorCode; readonly message: string }): void
  /** Whether a message, a summary or a project has the document. */
  isSent(id: string): boolean
  readIds(): readonly string[]
  /** Of the texts of all documents, in bytes. */
  textBytes(): number
  /** All documents, for files that belong to none. */
  ids(): readonly string[]
  /** Deletes the documents of folders that no project has any more, unless a reply has seen them. */
  removeUnlisted(): void
  /** The bytes that a version before 9 stored here; undefined for a file of its own, or once the text is stored. */
  storedBytes(id: string): Uint8Array | undefined
  /** Throws `document-unsupported` for a kind of a later version: read as text, its original would be lost. */
  requireKnownKind(id: string): void
  /** Lets the event loop run in between; has no pages until all of them are stored. Rejects with the signal's reason. */
  storeText(id: string, document: ReadDocument, remarks: readonly string[], signal?: AbortSignal): Promise<void>
  /** The state of each page, in order. */
  pageStates(id: string): readonly ReadPageState[]
  /** The labels of those places of points that have one. */
  labels(id: string, points: readonly Pick<SummaryPoint, 'page' | 'passage'>[]): PageLabels
  /** Throws `not-found` for a page that the document does not have, and until it is read. */
  page(id: string, page: number): DocumentPage
  /** The page with this printed name, ignoring case; without one, the page with this number. Throws `not-found`. */
  pageNamed(id: string, name: string): number
  /** Page by page, in order. Lets the event loop run in between. */
  eachPage(id: string): AsyncGenerator<DocumentPage>
  /** The whole text, in order; no page until it is read. Lets the event loop run in between. */
  pages(id: string): Promise<readonly DocumentPage[]>
  /** The same at once, for a text that fits in a prompt. */
  pagesNow(id: string): readonly DocumentPage[]
}

/** Of a page of a transcript. */
const minuteLabel = /^\d[\d:]*:00$/

interface DocumentRow {
  readonly id: string
  readonly conversation_id: string | null
  readonly folder_id: string | null
  readonly name: string
  readonly kind: string
  readonly bytes: number
  readonly title: string | null
  readonly state: DocumentState
  readonly error_code: ErrorCode | null
  readonly error_message: string | null
  readonly remarks: string
  readonly languages: string
  readonly pictures: number
  readonly is_attached: number
  readonly is_sent: number
}

interface PageRow {
  readonly page: number
  readonly label: string | null
  readonly state: ReadPageState
  readonly problem: string | null
  readonly passages: string
}

/** In characters of JSON: what is written in one transaction, which holds main for a few milliseconds. */
const sliceLength = 500_000

/** As many pages have about a slice of text. */
const pagesAtOnce = 128

/** The rows of a document's pages, in slices. */
function* slicesOf({ pages }: ReadDocument) {
  let slice: (ReadDocument['pages'][number] & { readonly number: number; readonly json: string })[] = []
  let length = 0
  for (const [index, page] of pages.entries()) {
    const json = JSON.stringify(page.passages)
    slice.push({ ...page, number: index + 1, json })
    length += json.length
    if (length < sliceLength) continue
    yield slice
    slice = []
    length = 0
  }
  if (slice.length > 0) yield slice
}

export function createDocumentStore(db: Database): StoredDocuments {
  const select = (where: string) =>
    db.prepare<DocumentRow>(`
      SELECT documents.id, conversation_id, folder_id, name, kind, bytes, title, state, error_code, error_message, remarks,
        languages, pictures,
        EXISTS (SELECT 1 FROM attachments WHERE document_id = documents.id AND message_id IS NULL) AS is_attached,
        EXISTS (SELECT 1 FROM attachments WHERE document_id = documents.id AND message_id IS NOT NULL)
          OR EXISTS (SELECT 1 FROM jobs WHERE document_id = documents.id) OR folder_id IS NOT NULL AS is_sent
      FROM documents WHERE ${where}`)
  const one = select('id = ?')
  // What is in a composer stands as it was put there.
  const some = select(`conversation_id IS ? ORDER BY
    (SELECT sequence FROM attachments WHERE document_id = documents.id AND message_id IS NULL) NULLS FIRST, sequence`)
  const byHash = select('conversation_id IS ? AND folder_id IS ? AND hash = ? ORDER BY sequence LIMIT 1')
  // In the order in which they were put there, which differs for a document that was there before.
  const attached = db.prepare<{ id: string }>(`
    SELECT document_id AS id FROM attachments JOIN documents ON documents.id = document_id
    WHERE message_id IS NULL AND conversation_id IS ? ORDER BY attachments.sequence`)
  const insert = db.prepare(`
    INSERT INTO documents (id, conversation_id, folder_id, created_at, name, kind, bytes, hash, languages, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`)
  const attach = db.prepare('INSERT OR IGNORE INTO attachments (document_id) VALUES (?)')
  const detach = db.prepare('DELETE FROM attachments WHERE document_id = ? AND message_id IS NULL')
  const remove = db.prepare(`
    DELETE FROM documents WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM attachments WHERE document_id = ?1)
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE document_id = ?1)`)
  // A folder that can't be read may have any of them. What a reply rests on stays for its links.
  const removeUnlisted = db.prepare(`
    DELETE FROM documents WHERE folder_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM folders WHERE NOT json_valid(settings))
      AND NOT EXISTS (SELECT 1 FROM attachments WHERE document_id = documents.id)
      AND NOT EXISTS (
        SELECT 1 FROM folders, json_each(iif(json_valid(settings), settings, '{}'), '$.documentIds')
        WHERE value = documents.id)
      AND NOT EXISTS (SELECT 1 FROM messages WHERE instr(recipe, documents.id) > 0)`)
  const move = db.prepare('UPDATE documents SET conversation_id = ? WHERE id = ?')
  const give = db.prepare('UPDATE attachments SET message_id = ? WHERE document_id = ? AND message_id IS NULL')
  const selectUnread = db.prepare<{ id: string }>(`
    SELECT documents.id FROM documents LEFT JOIN conversations ON conversations.id = conversation_id
    WHERE state IN ('waiting', 'reading') AND trashed_at IS NULL ORDER BY documents.sequence`)
  // A damaged index could hide a document, whose file would be deleted.
  const selectIds = db.prepare<{ id: string }>('SELECT id FROM documents NOT INDEXED')
  const selectReadIds = db.prepare<{ id: string }>("SELECT id FROM documents WHERE state = 'read'")
  const sumTextBytes = db.prepare<{ bytes: number }>('SELECT coalesce(sum(text_bytes), 0) AS bytes FROM documents')
  const updateState = db.prepare('UPDATE documents SET state = ?, error_code = ?, error_message = ? WHERE id = ?')
  const updateLanguages = db.prepare('UPDATE documents SET languages = ? WHERE id = ?')
  const updateText = db.prepare(
    "UPDATE documents SET state = 'read', error_code = NULL, error_message = NULL, kind = ?, title = ?, encoding = ?, remarks = ?, pictures = ?, text_bytes = ? WHERE id = ?",
  )
  const selectBytes = db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM originals WHERE document_id = ?')
  const deleteBytes = db.prepare('DELETE FROM originals WHERE document_id = ?')
  const deletePages = db.prepare('DELETE FROM pages WHERE document_id = ?')
  const insertPage = db.prepare(
    'INSERT INTO pages (document_id, page, label, state, problem, passages) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const countPages = db.prepare<{ total: number; empty: number; failed: number }>(`
    SELECT count(*) AS total, count(*) FILTER (WHERE state = 'empty') AS empty,
      count(*) FILTER (WHERE state = 'failed') AS failed FROM pages WHERE document_id = ?`)
  const selectStates = db.prepare<{ state: ReadPageState }>(
    'SELECT state FROM pages WHERE document_id = ? ORDER BY page',
  )
  const selectLabels = db.prepare<{ page: number; label: string }>(`
    SELECT page, label FROM pages
    WHERE document_id = ? AND label IS NOT NULL AND page IN (SELECT value FROM json_each(?))`)
  const pageColumns = 'page, label, state, problem, passages'
  const selectPage = db.prepare<PageRow>(`SELECT ${pageColumns} FROM pages WHERE document_id = ? AND page = ?`)
  const selectPages = db.prepare<PageRow>(
    `SELECT ${pageColumns} FROM pages WHERE document_id = ? AND page > ? ORDER BY page LIMIT ${pagesAtOnce}`,
  )
  // A name may be given to several pages, and another page's number is a name where the front matter has its own.
  const selectNamed = db.prepare<{ page: number }>(
    'SELECT page FROM pages WHERE document_id = ? AND label = ? COLLATE NOCASE ORDER BY page LIMIT 1',
  )
  const none = { total: 0, empty: 0, failed: 0 }

  const toDocument = (row: DocumentRow): AddedDocument => ({
    id: row.id,
    conversationId: row.conversation_id,
    ...(row.folder_id !== null && { folderId: row.folder_id }),
    name: row.name,
    // A newer Parley with the same schema may have more kinds; once read, every kind is pages of text.
    kind: isDocumentKind(row.kind) ? row.kind : 'text',
    bytes: row.bytes,
    ...(row.title && { title: row.title }),
    state: row.state,
    pages: row.state === 'read' ? (countPages.get(row.id) ?? none) : none,
    remarks: readArray(z.string(), row.remarks),
    ...(hasPictures(row) && row.is_sent === 0 && { languages: languagesOf(row) }),
    isAttached: row.is_attached === 1,
    ...(row.error_code !== null && { error: { code: row.error_code, message: row.error_message ?? '' } }),
  })
  const toPage = (documentId: string, { page, label, state, problem, passages }: PageRow): DocumentPage => ({
    documentId,
    page,
    ...(label !== null && { label }),
    state,
    ...(problem !== null && { problem }),
    passages: readTexts(passages),
  })
  const rowOf = (id: string): DocumentRow => {
    const row = one.get(id)
    if (!row) throw new AppError('not-found', 'This document no longer exists.')
    return row
  }
  const get = (id: string) => toDocument(rowOf(id))
  /** A reading that was interrupted leaves some of the pages. */
  const isRead = (id: string) => rowOf(id).state === 'read'
  function* pageSlices(id: string): Generator<readonly DocumentPage[]> {
    if (!isRead(id)) return
    for (let last = 0; ; ) {
      const pages = selectPages.all(id, last).map((row) => toPage(id, row))
      if (pages.length === 0) return
      yield pages
      last = pages.at(-1)?.page ?? last
    }
  }
  async function* eachPage(id: string): AsyncGenerator<DocumentPage> {
    for (const slice of pageSlices(id)) {
      yield* slice
      await setImmediate()
    }
  }
  const requireChange = (changes: number) => {
    if (changes === 0) throw new AppError('not-found', 'This document no longer exists.')
  }

  return {
    create: ({ id, conversationId, folderId, name, kind, bytes, hash, languages = [] }) =>
      db.transaction(() => {
        const ofFile = [Date.now(), name, kind, bytes, hash, JSON.stringify(languages)] as const
        insert.run(id, conversationId, folderId ?? null, ...ofFile)
        if (folderId === undefined) attach.run(id)
        return get(id)
      }),
    get,
    ofConversation: (conversationId) => some.all(conversationId).map(toDocument),
    withHash(conversationId, hash) {
      const row = byHash.get(conversationId, null, hash)
      return row && toDocument(row)
    },
    withHashIn(folderId, hash) {
      const row = byHash.get(null, folderId, hash)
      return row && toDocument(row)
    },
    attach: (id) =>
      db.transaction(() => {
        detach.run(id)
        attach.run(id)
        return get(id)
      }),
    detach: (id) =>
      db.transaction(() => {
        rowOf(id)
        detach.run(id)
        return remove.run(id) === 0
      }),
    send: (composer, conversationId, messageId) =>
      db.transaction(() =>
        attached.all(composer).map(({ id }) => {
          move.run(conversationId, id)
          give.run(messageId, id)
          return get(id)
        }),
      ),
    unread: () => selectUnread.all().map(({ id }) => id),
    setState: (id, state) => requireChange(updateState.run(state, null, null, id)),
    languages: (id) => languagesOf(rowOf(id)),
    setLanguages: (id, languages) => requireChange(updateLanguages.run(JSON.stringify(languages), id)),
    fail: (id, { code, message }) => requireChange(updateState.run('failed', code, message, id)),
    isSent: (id) => rowOf(id).is_sent === 1,
    readIds: () => selectReadIds.all().map(({ id }) => id),
    textBytes: () => sumTextBytes.get()?.bytes ?? 0,
    ids: () => selectIds.all().map(({ id }) => id),
    removeUnlisted: () => void removeUnlisted.run(),
    storedBytes: (id) => selectBytes.get(id)?.bytes,
    requireKnownKind(id) {
      if (isDocumentKind(rowOf(id).kind)) return
      throw new AppError('document-unsupported', 'A newer version of Parley added this document. Open it there.')
    },

    async storeText(id, document, remarks, signal) {
      deletePages.run(id)
      let textBytes = 0
      for (const pages of slicesOf(document)) {
        signal?.throwIfAborted()
        db.transaction(() => {
          rowOf(id)
          for (const { number, label, status, problem, json } of pages) {
            insertPage.run(id, number, label ?? null, status, problem ?? null, json)
            textBytes += Buffer.byteLength(json)
          }
        })
        await setImmediate()
      }
      signal?.throwIfAborted()
      const { kind, title, encoding } = document
      const pictures = document.pages.filter(({ isPicture }) => isPicture).length
      db.transaction(() => {
        const found = [kind, title ?? null, encoding ?? null, JSON.stringify(remarks), pictures, textBytes] as const
        requireChange(updateText.run(...found, id))
        deleteBytes.run(id)
      })
    },

    pageStates: (id) => (isRead(id) ? selectStates.all(id).map(({ state }) => state) : []),
    labels(id, points) {
      const places = points.flatMap(({ page, passage }) => (page === undefined ? [] : [{ page, passage }]))
      if (places.length === 0) return {}
      const pages = [...new Set(places.map(({ page }) => page))]
      const found = selectLabels.all(id, JSON.stringify(pages))
      const labels = Object.fromEntries(found.map(({ page, label }) => [String(page), label]))
      for (const { page, passage } of places) {
        if (passage === undefined || !minuteLabel.test(labels[page] ?? '')) continue
        const text = readTexts(selectPage.get(id, page)?.passages ?? '[]')[passage - 1] ?? ''
        const time = passageTime(page, text)
        if (time !== undefined) labels[`${page}:${passage}`] = time
      }
      return labels
    },
    page(id, page) {
      const row = isRead(id) ? selectPage.get(id, page) : undefined
      if (!row) throw new AppError('not-found', 'The document has no such page.')
      return toPage(id, row)
    },
    pageNamed(id, name) {
      const { page } = isRead(id) ? (selectNamed.get(id, name.trim()) ?? {}) : {}
      if (page !== undefined) return page
      const number = /^\s*\d+\s*$/.test(name) ? Number(name) : 0
      if (!isRead(id) || !selectPage.get(id, number))
        throw new AppError('not-found', `There is no page “${name.trim()}”.`)
      return number
    },
    eachPage,
    async pages(id) {
      const pages: DocumentPage[] = []
      for await (const page of eachPage(id)) pages.push(page)
      return pages
    },
    pagesNow: (id) => [...pageSlices(id)].flat(),
  }
}

export const newDocumentId = (): string => randomUUID()

/** Also true for a picture, and for a PDF without text, of which nothing was legible. */
const hasPictures = ({ kind, pictures, error_code: error }: DocumentRow): boolean =>
  pictures > 0 || kind === 'image' || (kind === 'pdf' && error === 'document-empty')

const languagesOf = ({ languages }: DocumentRow) => readArray(z.string(), languages).filter(isOcrLanguage)
