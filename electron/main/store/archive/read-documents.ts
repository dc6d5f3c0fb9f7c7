import { AppError } from '../../../../contract/errors.js'
import { isObject } from '../../files/read-tolerant.js'
import type { Database } from '../database.js'
import { readTexts } from '../stored-list.js'
import { fromJson } from '../stored-reply.js'
import { type ArchivedDocument, type ArchivedPreset, type ArchivedSummary, toIso } from './archived.js'
import { anyItems, errorOf } from './read-conversations.js'

interface DocumentRow {
  readonly id: string
  readonly conversation_id: string
  readonly created_at: number
  readonly name: string
  readonly kind: string
  readonly bytes: number
  readonly hash: string
  readonly title: string | null
  readonly state: 'waiting' | 'reading' | 'read' | 'failed'
  readonly error_code: string | null
  readonly error_message: string | null
  readonly encoding: string | null
  readonly remarks: string
  readonly languages: string
  readonly pictures: number
  readonly is_attached: number
}

interface PageRow {
  readonly label: string | null
  readonly state: 'read' | 'empty' | 'failed'
  readonly problem: string | null
  readonly passages: string
}

interface JobRow {
  readonly id: string
  readonly created_at: number
  readonly options: string
  readonly state: 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'
  readonly error_code: string | null
  readonly error_message: string | null
  readonly part_tokens: number | null
  readonly summary: string
  readonly account: string | null
}

interface StepRow {
  readonly points: string | null
  readonly is_by_model: number | null
  readonly took_ms: number | null
}

interface PartRow extends StepRow {
  readonly part: number
  readonly first_page: number
  readonly pieces: string
}

interface MergeRow extends StepRow {
  readonly merge: number
  readonly level: number
  readonly blocks: string
  readonly max_points: number
}

interface FindingRow {
  readonly question: string
  readonly part_tokens: number
  readonly part: number
  readonly points: string
}

/** Reads documents with their text and their summaries, and presets, for an export. A summary that is being made counts as paused. */
export function createDocumentReader(db: Database) {
  const ids = db.prepare<{ id: string }>('SELECT id FROM documents WHERE conversation_id IS NOT NULL ORDER BY sequence')
  const idsOf = db.prepare<{ id: string }>('SELECT id FROM documents WHERE conversation_id = ? ORDER BY sequence')
  const one = db.prepare<DocumentRow>(`
    SELECT *, EXISTS (SELECT 1 FROM attachments WHERE document_id = documents.id AND message_id IS NULL) AS is_attached
    FROM documents WHERE id = ?`)
  const pages = db.prepare<PageRow>('SELECT * FROM pages WHERE document_id = ? ORDER BY page')
  const jobs = db.prepare<JobRow>('SELECT * FROM jobs WHERE document_id = ? ORDER BY sequence')
  const parts = db.prepare<PartRow>('SELECT * FROM parts WHERE job_id = ? ORDER BY part')
  const merges = db.prepare<MergeRow>('SELECT * FROM merges WHERE job_id = ? ORDER BY merge')
  const findings = db.prepare<FindingRow>('SELECT * FROM findings WHERE document_id = ? ORDER BY sequence')
  const presets = db.prepare<{ id: string; name: string; settings: string }>('SELECT * FROM presets ORDER BY sequence')

  const summaryOf = (job: JobRow): ArchivedSummary => {
    const planned = parts.all(job.id).map((part) => ({
      part: part.part,
      firstPage: part.first_page,
      pieces: anyItems(part.pieces),
      ...stepOf(part),
    }))
    const merged = merges.all(job.id).map((merge) => ({
      merge: merge.merge,
      level: merge.level,
      blocks: anyItems(merge.blocks),
      maxPoints: merge.max_points,
      ...stepOf(merge),
    }))
    return {
      id: job.id,
      createdAt: toIso(job.created_at),
      options: objectOf(job.options),
      state: job.state === 'waiting' || job.state === 'running' ? 'paused' : job.state,
      ...errorOf(job),
      ...(job.part_tokens !== null && { partTokens: job.part_tokens }),
      points: anyItems(job.summary),
      ...(job.account !== null && { account: job.account }),
      ...(planned.length > 0 && { parts: planned }),
      ...(merged.length > 0 && { merges: merged }),
    }
  }

  return {
    ids: (): readonly string[] => ids.all().map(({ id }) => id),
    idsOf: (conversationId: string): readonly string[] => idsOf.all(conversationId).map(({ id }) => id),

    /** Throws `not-found`. */
    read(id: string): ArchivedDocument {
      const row = one.get(id)
      if (!row) throw new AppError('not-found', 'This document no longer exists.')
      const isRead = row.state === 'read'
      const summaries = jobs.all(id).map(summaryOf)
      const found = findings.all(id).map((finding) => ({
        question: finding.question,
        partTokens: finding.part_tokens,
        part: finding.part,
        points: anyItems(finding.points),
      }))
      return {
        id: row.id,
        conversationId: row.conversation_id,
        createdAt: toIso(row.created_at),
        name: row.name,
        kind: row.kind,
        bytes: row.bytes,
        ...(row.hash !== '' && { hash: row.hash }),
        ...(row.title !== null && { title: row.title }),
        state: row.state === 'reading' ? 'waiting' : row.state,
        ...errorOf(row),
        ...(row.encoding !== null && { encoding: row.encoding }),
        remarks: [...readTexts(row.remarks)],
        languages: [...readTexts(row.languages)],
        pictures: row.pictures,
        ...(row.is_attached === 1 && { isAttached: true }),
        // A reading that was interrupted leaves some of the pages.
        pages: isRead ? pages.all(id).map(pageOf) : [],
        ...(summaries.length > 0 && { summaries }),
        ...(found.length > 0 && { findings: found }),
      }
    },

    presets: (): readonly ArchivedPreset[] =>
      presets.all().map(({ id, name, settings }) => ({ id, name, settings: objectOf(settings) })),
  }
}

const objectOf = (json: string) => {
  const found = fromJson(json)
  return isObject(found) ? found : {}
}

const pageOf = ({ label, state, problem, passages }: PageRow): ArchivedDocument['pages'][number] => ({
  ...(label !== null && { label }),
  state,
  ...(problem !== null && { problem }),
  passages: [...readTexts(passages)],
})

const stepOf = ({ points, is_by_model, took_ms }: StepRow) => ({
  ...(points !== null && { points: anyItems(points) }),
  ...(is_by_model !== null && { isByModel: is_by_model === 1 }),
  ...(took_ms !== null && { tookMs: took_ms }),
})
