import type { PageState } from '../../contract/documents.js'
import { formatNumber, plural } from '../ui/words.js'

/** One mark of the account strip: a page, or neighbouring pages when there is not enough room for all. */
export interface PageGroup {
  /** From 1; `last` is included. */
  readonly first: number
  readonly last: number
  /** The worst state of its pages, so that a page that was not read is never hidden. */
  readonly state: PageState
  readonly counts: Readonly<Record<PageState, number>>
}

const worstFirst: readonly PageState[] = ['failed', 'unread', 'empty', 'read']

/** Groups all pages in order into at most `maxMarks` marks of similar size. */
export function groupPages(pages: readonly PageState[], maxMarks: number): readonly PageGroup[] {
  const marks = Math.min(pages.length, Math.max(1, Math.floor(maxMarks)))
  return Array.from({ length: marks }, (_, index) => {
    const start = Math.floor((index * pages.length) / marks)
    const end = Math.floor(((index + 1) * pages.length) / marks)
    const counts = { unread: 0, read: 0, empty: 0, failed: 0 }
    for (let page = start; page < end; page++) counts[pages[page] ?? 'unread']++
    return { first: start + 1, last: end, state: worstFirst.find((state) => counts[state] > 0) ?? 'unread', counts }
  })
}

const stateWords: Readonly<Record<PageState, string>> = {
  read: 'read',
  empty: 'holds no text',
  failed: 'could not be read',
  unread: 'not read yet',
}

/** "Page 12, holds no text" or "Pages 12 to 15: 3 read, 1 without text". */
export function groupName({ first, last, state, counts }: PageGroup): string {
  if (first === last) return `Page ${formatNumber(first)}, ${stateWords[state]}`
  const clauses = [
    counts.read > 0 && `${formatNumber(counts.read)} read`,
    counts.empty > 0 && `${formatNumber(counts.empty)} without text`,
    counts.failed > 0 && `${formatNumber(counts.failed)} unreadable`,
    counts.unread > 0 && `${formatNumber(counts.unread)} not read yet`,
  ].filter((clause) => clause !== false)
  return `Pages ${formatNumber(first)} to ${formatNumber(last)}: ${clauses.join(', ')}`
}

/** The accessible name of the whole strip. */
export const stripName = (pages: readonly PageState[]) => `Account of ${plural(pages.length, 'page')}`
