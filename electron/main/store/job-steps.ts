import type { Piece, SummaryPoint } from '../../../contract/documents.js'
import type { Database } from './database.js'

/** A piece of the document that fits in one prompt. */
export interface Part {
  /** From 1. */
  readonly number: number
  readonly pieces: readonly Piece[]
}

/** One merge: blocks of points, each with its own heading in the prompt. */
export interface Merge {
  /** From 1, counted across all levels. */
  readonly number: number
  readonly level: number
  readonly blocks: readonly (readonly SummaryPoint[])[]
  /** 0: a last step, which combines nothing and writes its points in the form of the summary. */
  readonly maxPoints: number
}

export interface StepResult {
  readonly points: readonly SummaryPoint[]
  /** False when the model returned nothing usable and the points were taken from the text or the notes instead. */
  readonly isByModel: boolean
  readonly tookMs: number
}

/** A part with its notes. */
export interface FinishedPart extends Part, Pick<StepResult, 'points' | 'isByModel'> {}

export interface MergeLevel {
  readonly level: number
  /** It writes the form of the summary. */
  readonly isLast: boolean
  /** Of its merges together. */
  readonly maxPoints: number
  readonly results: readonly (readonly SummaryPoint[])[]
}

export interface StepTimes {
  readonly partMs?: number
  readonly mergeMs?: number
  readonly pointsPerPart?: number
}

/** The steps of a job, one row each: planned first, then done one by one, in order. */
export interface JobSteps {
  progress(jobId: string): {
    readonly parts: { readonly done: number; readonly total: number }
    readonly merges: { readonly done: number; readonly total: number }
  }
  /** The part size, in tokens, of the plan; undefined while there is no plan. */
  plannedTokens(jobId: string): number | undefined
  /** Replaces the parts that are not done. The new parts are numbered after the done ones. */
  plan(jobId: string, partTokens: number, parts: readonly (readonly Piece[])[]): void
  /**
   * Takes over the plan, and the notes by a model, of the other job of the same document that has most of them; only of one
   * whose part size is among `plannedTokens`, if given.
   */
  copyNotes(jobId: string, plannedTokens?: readonly number[]): void
  waitingParts(jobId: string): readonly Part[]
  /** The first part that is not done. */
  nextPart(jobId: string): Part | undefined
  /** The first page that has no notes yet, from 1; infinite when every part has. */
  firstUnreadPage(jobId: string): number
  finishPart(jobId: string, part: number, result: StepResult): void
  finishedParts(jobId: string): readonly FinishedPart[]
  /** The points of each part, in order. */
  notes(jobId: string): readonly (readonly SummaryPoint[])[]
  addMerges(jobId: string, level: number, merges: readonly Pick<Merge, 'blocks' | 'maxPoints'>[]): void
  nextMerge(jobId: string): Merge | undefined
  finishMerge(jobId: string, merge: number, result: StepResult): void
  /** The highest planned level, with the points of each of its merges; undefined when no merge is planned. */
  lastLevel(jobId: string): MergeLevel | undefined
  /** Numbers of steps for which the model returned nothing usable; `forms` are last steps. */
  withoutModel(jobId: string): { readonly parts: number; readonly merges: number; readonly forms: number }
  /** Mean values of the finished steps. */
  times(jobId: string): StepTimes
}

interface Counts {
  readonly total: number
  readonly done: number
  readonly without_model: number
  readonly mean_ms: number | null
  readonly mean_points: number | null
}

interface StepRow {
  readonly number: number
  readonly content: string
}

export function createJobSteps(db: Database): JobSteps {
  const counts = (table: 'parts' | 'merges') =>
    db.prepare<Counts>(`
      SELECT count(*) AS total, count(points) AS done, count(*) FILTER (WHERE is_by_model = 0) AS without_model,
        avg(took_ms) AS mean_ms, avg(json_array_length(points)) AS mean_points
      FROM ${table} WHERE job_id = ?`)
  const partCounts = counts('parts')
  const mergeCounts = counts('merges')
  const selectPlanned = db.prepare<{ part_tokens: number | null }>('SELECT part_tokens FROM jobs WHERE id = ?')
  const updatePlanned = db.prepare('UPDATE jobs SET part_tokens = ? WHERE id = ?')
  const selectMostNotes = db.prepare<{ id: string; part_tokens: number }>(`
    SELECT id, part_tokens FROM jobs
      JOIN (SELECT job_id, avg(is_by_model IS 1) AS share FROM parts GROUP BY job_id) ON job_id = id
    WHERE id <> ?1 AND document_id = (SELECT document_id FROM jobs WHERE id = ?1) AND share > 0
      AND (?2 IS NULL OR part_tokens IN (SELECT value FROM json_each(?2)))
    ORDER BY share DESC, sequence DESC LIMIT 1`)
  const copyParts = db.prepare(`
    INSERT INTO parts (job_id, part, first_page, pieces, points, is_by_model, took_ms)
      SELECT ?1, part, first_page, pieces, iif(is_by_model, points, NULL), iif(is_by_model, 1, NULL), iif(is_by_model, took_ms, NULL)
      FROM parts WHERE job_id = ?2 ORDER BY part`)
  const deleteWaiting = db.prepare('DELETE FROM parts WHERE job_id = ? AND points IS NULL')
  const insertPart = db.prepare('INSERT INTO parts (job_id, part, first_page, pieces) VALUES (?, ?, ?, ?)')
  const selectWaiting = db.prepare<StepRow>(
    'SELECT part AS number, pieces AS content FROM parts WHERE job_id = ? AND points IS NULL ORDER BY part',
  )
  const selectNextPart = db.prepare<StepRow>(
    'SELECT part AS number, pieces AS content FROM parts WHERE job_id = ? AND points IS NULL ORDER BY part LIMIT 1',
  )
  const updatePart = db.prepare(
    'UPDATE parts SET points = ?, is_by_model = ?, took_ms = ? WHERE job_id = ? AND part = ?',
  )
  const selectFirstUnread = db.prepare<{ page: number | null }>(
    'SELECT min(first_page) AS page FROM parts WHERE job_id = ? AND points IS NULL',
  )
  const selectNotes = db.prepare<{ points: string }>(
    'SELECT points FROM parts WHERE job_id = ? AND points IS NOT NULL ORDER BY part',
  )
  const selectFinished = db.prepare<StepRow & { points: string; is_by_model: number }>(
    'SELECT part AS number, pieces AS content, points, is_by_model FROM parts WHERE job_id = ? AND points IS NOT NULL ORDER BY part',
  )
  const insertMerge = db.prepare('INSERT INTO merges (job_id, merge, level, blocks, max_points) VALUES (?, ?, ?, ?, ?)')
  const selectNextMerge = db.prepare<StepRow & { level: number; max_points: number }>(
    'SELECT merge AS number, level, blocks AS content, max_points FROM merges WHERE job_id = ? AND points IS NULL ORDER BY merge LIMIT 1',
  )
  const updateMerge = db.prepare(
    'UPDATE merges SET points = ?, is_by_model = ?, took_ms = ? WHERE job_id = ? AND merge = ?',
  )
  const countUnwritten = db.prepare<{ forms: number }>(
    'SELECT count(*) AS forms FROM merges WHERE job_id = ? AND is_by_model = 0 AND max_points = 0',
  )
  const selectLevel = db.prepare<{ level: number; max_points: number; points: string | null }>(`
    SELECT level, max_points, points FROM merges
    WHERE job_id = ?1 AND level = (SELECT max(level) FROM merges WHERE job_id = ?1) ORDER BY merge`)

  const toProgress = (row: Counts | undefined) => ({ done: row?.done ?? 0, total: row?.total ?? 0 })
  const toPart = ({ number, content }: StepRow): Part => ({ number, pieces: JSON.parse(content) as readonly Piece[] })
  const toPoints = (json: string | null) => JSON.parse(json ?? '[]') as readonly SummaryPoint[]

  return {
    progress: (jobId) => ({ parts: toProgress(partCounts.get(jobId)), merges: toProgress(mergeCounts.get(jobId)) }),
    plannedTokens: (jobId) => selectPlanned.get(jobId)?.part_tokens ?? undefined,

    plan(jobId, partTokens, parts) {
      db.transaction(() => {
        updatePlanned.run(partTokens, jobId)
        deleteWaiting.run(jobId)
        const first = toProgress(partCounts.get(jobId)).total + 1
        for (const [index, pieces] of parts.entries()) {
          insertPart.run(jobId, first + index, pieces[0]?.page ?? 1, JSON.stringify(pieces))
        }
      })
    },

    copyNotes(jobId, plannedTokens) {
      db.transaction(() => {
        const from = selectMostNotes.get(jobId, plannedTokens ? JSON.stringify(plannedTokens) : null)
        if (!from) return
        updatePlanned.run(from.part_tokens, jobId)
        copyParts.run(jobId, from.id)
      })
    },

    waitingParts: (jobId) => selectWaiting.all(jobId).map(toPart),

    nextPart(jobId) {
      const row = selectNextPart.get(jobId)
      return row && toPart(row)
    },

    firstUnreadPage(jobId) {
      if (toProgress(partCounts.get(jobId)).total === 0) return 1
      return selectFirstUnread.get(jobId)?.page ?? Number.POSITIVE_INFINITY
    },

    finishPart(jobId, part, { points, isByModel, tookMs }) {
      updatePart.run(JSON.stringify(points), isByModel ? 1 : 0, Math.round(tookMs), jobId, part)
    },

    finishedParts: (jobId) =>
      selectFinished.all(jobId).map(({ points, is_by_model, ...row }) => ({
        ...toPart(row),
        points: toPoints(points),
        isByModel: is_by_model === 1,
      })),

    notes: (jobId) => selectNotes.all(jobId).map(({ points }) => toPoints(points)),

    addMerges(jobId, level, merges) {
      db.transaction(() => {
        const first = toProgress(mergeCounts.get(jobId)).total + 1
        for (const [index, { blocks, maxPoints }] of merges.entries()) {
          insertMerge.run(jobId, first + index, level, JSON.stringify(blocks), maxPoints)
        }
      })
    },

    nextMerge(jobId) {
      const row = selectNextMerge.get(jobId)
      if (!row) return undefined
      const { number, level, content, max_points } = row
      return { number, level, blocks: JSON.parse(content) as Merge['blocks'], maxPoints: max_points }
    },

    finishMerge(jobId, merge, { points, isByModel, tookMs }) {
      updateMerge.run(JSON.stringify(points), isByModel ? 1 : 0, Math.round(tookMs), jobId, merge)
    },

    lastLevel(jobId) {
      const rows = selectLevel.all(jobId)
      const [first] = rows
      if (!first) return undefined
      const { level, max_points } = first
      return {
        level,
        isLast: max_points === 0,
        maxPoints: rows.reduce((sum, row) => sum + row.max_points, 0),
        results: rows.map(({ points }) => toPoints(points)),
      }
    },

    withoutModel(jobId) {
      const forms = countUnwritten.get(jobId)?.forms ?? 0
      const merges = (mergeCounts.get(jobId)?.without_model ?? 0) - forms
      return { parts: partCounts.get(jobId)?.without_model ?? 0, merges, forms }
    },

    times(jobId) {
      const parts = partCounts.get(jobId)
      const merges = mergeCounts.get(jobId)
      return {
        partMs: parts?.mean_ms ?? undefined,
        mergeMs: merges?.mean_ms ?? undefined,
        pointsPerPart: parts?.mean_points ?? undefined,
      }
    },
  }
}
