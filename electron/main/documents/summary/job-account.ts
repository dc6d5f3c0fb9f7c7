import type { JobNotes, PageMark, PartNotes } from '../../../../contract/documents.js'
import type { FinishedPart } from '../../store/job-steps.js'
import type { Store } from '../../store/store.js'
import { pageMarks } from './account.js'
import { usedNotes } from './used-notes.js'

type JobStore = Pick<Store, 'jobs' | 'documents'>

/** The marks of the account strip. Throws `not-found`. */
export function marksOf({ jobs }: JobStore, jobId: string): readonly PageMark[] {
  const { pages, summary } = jobs.get(jobId)
  return pageMarks(pages, jobs.steps.notes(jobId).flat(), summary)
}

/** The notes of a summary, and which of them it uses. Throws `not-found`. */
export function notesOf({ jobs, documents }: JobStore, jobId: string): JobNotes {
  const { documentId, summary } = jobs.get(jobId)
  const finished = jobs.steps.finishedParts(jobId)
  const used = new Set(
    usedNotes(
      finished.flatMap(({ points }) => points),
      summary,
    ),
  )
  const parts = finished.map(
    (part): PartNotes => ({
      part: part.number,
      ...pageRange(part),
      isByModel: part.isByModel,
      notes: part.points.map((point) => ({ point, isUsed: used.has(point) })),
    }),
  )
  const points = parts.flatMap(({ notes }) => notes.map(({ point }) => point))
  return { parts, labels: documents.labels(documentId, points) }
}

/** The pages of a part, which has them in order. */
export const pageRange = ({ pieces }: Pick<FinishedPart, 'pieces'>) => ({
  firstPage: pieces[0]?.page ?? 1,
  lastPage: pieces.at(-1)?.page ?? 1,
})
