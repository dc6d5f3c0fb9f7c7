import {
  type PageMark,
  type PageState,
  type SummaryAccount,
  type SummaryPoint,
  supportState,
} from '../../../../contract/documents.js'
import { usedNotes } from './used-notes.js'

/** What a job has done, for its account. */
export interface FinishedSteps {
  readonly pages: readonly PageState[]
  readonly parts: { readonly done: number; readonly total: number }
  readonly notes: readonly SummaryPoint[]
  readonly summary: readonly SummaryPoint[]
}

/** The account in facts. */
export function accountFacts({ pages, parts, notes, summary }: FinishedSteps): SummaryAccount {
  const numbersOf = (state: PageState) => pages.flatMap((other, index) => (other === state ? [index + 1] : []))
  const inState = (wanted: ReturnType<typeof supportState>) =>
    summary.filter((point) => supportState(point) === wanted).length
  return {
    pages: pages.length,
    read: numbersOf('read').length,
    empty: numbersOf('empty'),
    failed: numbersOf('failed'),
    unread: numbersOf('unread'),
    withoutNote: pageMarks(pages, notes, []).flatMap((mark, index) => (mark === 'read' ? [index + 1] : [])),
    parts,
    notes: notes.length,
    notesUsed: usedNotes(notes, summary).length,
    points: summary.length,
    supported: inState('supported'),
    toCheck: inState('to-check'),
  }
}

/** The mark of each page: `used` where a point of the summary rests on a note, `read` where nothing was noted. */
export function pageMarks(
  pages: readonly PageState[],
  notes: readonly SummaryPoint[],
  summary: readonly SummaryPoint[],
): readonly PageMark[] {
  const noted = new Set(notes.map(({ page }) => page))
  const used = new Set([...usedNotes(notes, summary), ...summary].map(({ page }) => page))
  return pages.map((state, index) => {
    if (state !== 'read') return state
    if (used.has(index + 1)) return 'used'
    return noted.has(index + 1) ? 'noted' : 'read'
  })
}
