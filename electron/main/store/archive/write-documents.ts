import type { Database } from '../database.js'
import type { SearchIndex } from '../search/search-index.js'
import type { ArchivedDocument, ArchivedPreset, ArchivedSummary } from './archived.js'
import { conversationIdOf, ownIdOf } from './archived-ids.js'
import { type SentDocuments, timeOf } from './write-conversations.js'

const neverRead = {
  code: 'document-unreadable',
  message: 'This document was not read before it was exported, and an export does not contain the file. Add it again.',
}

const json = JSON.stringify

export function createDocumentWriter(db: Database, index: SearchIndex, now: () => number) {
  const owner = db.prepare<{ id: string | null }>('SELECT conversation_id AS id FROM documents WHERE id = ?')
  const insert = db.prepare(`
    INSERT INTO documents (id, conversation_id, created_at, name, kind, bytes, hash, title, state, error_code,
      error_message, encoding, remarks, languages, pictures, text_bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertPage = db.prepare(
    'INSERT INTO pages (document_id, page, label, state, problem, passages) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const attach = db.prepare('INSERT OR IGNORE INTO attachments (document_id) VALUES (?)')
  const send = db.prepare(`
    INSERT OR IGNORE INTO attachments (document_id, message_id)
    SELECT id, ?2 FROM documents WHERE id = ?1 AND conversation_id = ?3`)
  const hasJob = db.prepare('SELECT 1 FROM jobs WHERE id = ?')
  const insertJob = db.prepare(`
    INSERT INTO jobs (id, document_id, created_at, options, state, error_code, error_message, part_tokens, summary, account)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertPart = db.prepare(`
    INSERT INTO parts (job_id, part, first_page, pieces, points, is_by_model, took_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const insertMerge = db.prepare(`
    INSERT INTO merges (job_id, merge, level, blocks, max_points, points, is_by_model, took_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertFinding = db.prepare(`
    INSERT OR IGNORE INTO findings (document_id, question, part_tokens, part, points) VALUES (?, ?, ?, ?, ?)`)
  const hasPreset = db.prepare('SELECT 1 FROM presets WHERE id = ?1 OR name = ?2')
  const insertPreset = db.prepare('INSERT INTO presets (id, name, settings) VALUES (?, ?, ?)')

  const idOf = (conversationId: string, id: string) =>
    ownIdOf(conversationId, id, (other) => {
      const row = owner.get(other)
      return row && (row.id ?? '')
    })

  const writeSummary = (documentId: string, summary: ArchivedSummary) => {
    if (hasJob.get(summary.id)) return
    const { id, createdAt, options, error, partTokens, points, parts = [], merges = [] } = summary
    // A summary without an account is not done.
    const state = summary.state === 'done' && summary.account === undefined ? 'paused' : summary.state
    const failure = state === 'failed' ? (error ?? { code: 'unknown', message: '' }) : undefined
    insertJob.run(
      id,
      documentId,
      timeOf(createdAt) ?? now(),
      json(options),
      state,
      failure?.code ?? null,
      failure?.message ?? null,
      partTokens ?? null,
      json(points),
      state === 'done' ? (summary.account ?? null) : null,
    )
    for (const part of parts) insertPart.run(id, part.part, part.firstPage, json(part.pieces), ...stepOf(part))
    for (const { merge, level, blocks, maxPoints, ...step } of merges)
      insertMerge.run(id, merge, level, json(blocks), maxPoints, ...stepOf(step))
    if (state === 'done') index.setDocument(id)
  }

  return {
    /** Call inside a transaction, after its conversation was added. What is there already is not added again. */
    add(document: ArchivedDocument): void {
      const conversationId = conversationIdOf(document.conversationId)
      const id = idOf(conversationId, document.id)
      if (owner.get(id)) return
      const isRead = document.state === 'read'
      const pages = isRead ? document.pages : []
      const failure = isRead ? undefined : document.state === 'failed' ? (document.error ?? neverRead) : neverRead
      const texts = pages.map(({ passages }) => json(passages))
      insert.run(
        id,
        conversationId,
        timeOf(document.createdAt) ?? now(),
        document.name,
        document.kind,
        document.bytes ?? 0,
        document.hash ?? '',
        document.title ?? null,
        isRead ? 'read' : 'failed',
        failure?.code ?? null,
        failure?.message ?? null,
        document.encoding ?? null,
        json(document.remarks ?? []),
        json(document.languages ?? []),
        document.pictures ?? 0,
        texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      )
      for (const [at, { label, state, problem }] of pages.entries())
        insertPage.run(id, at + 1, label ?? null, state, problem ?? null, texts[at] ?? '[]')
      if (document.isAttached) attach.run(id)
      for (const summary of document.summaries ?? []) writeSummary(id, summary)
      for (const { question, partTokens, part, points } of document.findings ?? [])
        insertFinding.run(id, question, partTokens, part, json(points))
    },

    /** Gives documents to the messages that they were sent with. Call inside a transaction, when all are added. */
    send(sent: readonly SentDocuments[]): void {
      for (const { conversationId, messageId, documentIds } of sent)
        for (const id of documentIds) send.run(idOf(conversationId, id), messageId, conversationId)
    },

    /** Keeps the preset that has its id or its name. */
    addPreset({ id, name, settings }: ArchivedPreset): void {
      if (!hasPreset.get(id, name)) insertPreset.run(id, name, json(settings))
    },
  }
}

interface Step {
  readonly points?: readonly unknown[]
  readonly isByModel?: boolean
  readonly tookMs?: number
}

const stepOf = ({ points, isByModel, tookMs }: Step) =>
  [points ? json(points) : null, isByModel === undefined ? null : isByModel ? 1 : 0, tookMs ?? null] as const
