import type { DocumentJob, JobNotes, PageMark } from '../../contract/documents.js'

/** Every third page with text is used, every fifth has no note. */
export const marksOf = ({ pages }: DocumentJob): readonly PageMark[] =>
  pages.map((state, index) => {
    if (state !== 'read') return state
    if (index % 3 === 0) return 'used'
    return index % 5 === 1 ? 'read' : 'noted'
  })

export const notesOf = ({ summary }: DocumentJob): JobNotes => ({
  parts: [1, 2, 3].map((part) => ({
    part,
    firstPage: part * 4 - 3,
    lastPage: part * 4,
    isByModel: part !== 2,
    notes: summary.map((point, index) => ({ point, isUsed: index % 3 !== 1 })),
  })),
  labels: {},
})
