import { type DocumentJob, kindLabel } from '../../contract/documents.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { formatNumber, plural, remaining } from '../ui/words.js'

/** "Markdown · 12 pages · 43 KB" */
export function describeJob({ kind, pages, bytes }: DocumentJob): string {
  const facts = [kindLabel(kind), pages.length > 0 && plural(pages.length, 'page'), formatBytes(bytes)]
  return facts.filter(Boolean).join(' · ')
}

/** What the job does now: "Notes: part 12 of 37, about 4 minutes left". */
export function describeProgress(job: DocumentJob): string {
  const { state, pages, parts, merges, remainingMs } = job
  switch (state) {
    case 'waiting':
      return 'Waiting for the model'
    case 'reading':
      return readingWords(pages)
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
    case 'done':
    case 'failed':
      return ''
  }
}

function readingWords(pages: DocumentJob['pages']): string {
  if (pages.length === 0) return 'Reading the document'
  const page = pages.filter((state) => state !== 'unread').length
  return `Reading page ${formatNumber(Math.min(page + 1, pages.length))} of ${formatNumber(pages.length)}`
}

/** The finished share of the work, from 0 to 1; `undefined` until the parts are planned. */
export function progressOf({ state, parts, merges }: DocumentJob): number | undefined {
  if (state === 'done') return 1
  const total = parts.total + merges.total
  return total === 0 ? undefined : (parts.done + merges.done) / total
}

/** The summary as Markdown text, for the clipboard. */
export function summaryText({ name, summary, account }: DocumentJob): string {
  const points = summary.map(({ text, page }) => `- ${text}${page === undefined ? '' : ` (p. ${page})`}`)
  return [`# Summary of ${name}`, points.join('\n'), account].filter(Boolean).join('\n\n')
}
