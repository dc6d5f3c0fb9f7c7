import type { AddedDocument, DocumentJob } from '../../contract/documents.js'
import { summaryAsText } from '../../contract/summary-text.js'
import { formatNumber, plural, remaining } from '../ui/words.js'
import { isBeingRead, readingWords } from './document-words.js'
import { checkWords } from './point-words.js'

type Document = Pick<AddedDocument, 'kind' | 'state' | 'reading'>

/** What the job does now: "Notes: part 12 of 37, about 4 minutes left". */
export function describeProgress(job: DocumentJob, document: Document | undefined): string {
  const { state, parts, merges, remainingMs } = job
  switch (state) {
    case 'waiting':
      return document && isBeingRead(document) ? readingWords(document) : 'Waiting for the model'
    case 'paused':
      return parts.total > 0 ? `Paused, ${formatNumber(parts.done)} of ${plural(parts.total, 'part')} done` : 'Paused'
    case 'running': {
      const left = remainingMs === undefined ? '' : `, ${remaining(remainingMs)}`
      if (parts.total === 0) return 'Planning the parts'
      if (parts.done < parts.total) {
        return `Notes: part ${formatNumber(parts.done + 1)} of ${formatNumber(parts.total)}${left}`
      }
      if (merges.done < merges.total) {
        return `Combining the notes: ${formatNumber(merges.done + 1)} of ${formatNumber(merges.total)}${left}`
      }
      return `Writing the summary${left}`
    }
    case 'cancelled':
      return 'Cancelled. The notes so far are kept.'
    case 'done':
    case 'failed':
      return ''
  }
}

/** The finished share of the work, from 0 to 1; `undefined` until the parts are planned. */
export function progressOf({ state, parts, merges }: DocumentJob): number | undefined {
  if (state === 'done') return 1
  const total = parts.total + merges.total
  return total === 0 ? undefined : (parts.done + merges.done) / total
}

/** The summary with its account as Markdown text, for the clipboard. */
export function summaryText({ name, summary, account, options }: DocumentJob): string {
  const toCheck = summary.flatMap((point) => {
    const words = checkWords(point)
    return words === undefined
      ? []
      : [`- ${point.text}${point.page === undefined ? '' : ` (p. ${point.page})`} ${words}.`]
  })
  return [`# Summary of ${name}`, summaryAsText({ summary, form: options.form }), account, toCheck.join('\n')]
    .filter(Boolean)
    .join('\n\n')
}
