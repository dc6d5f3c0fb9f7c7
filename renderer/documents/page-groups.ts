import type { PageMark } from '../../contract/documents.js'
import { formatNumber, plural } from '../ui/words.js'

/** `seen`: read; whether anything was noted on it is not known yet. */
export type StripMark = PageMark | 'seen'

/** One mark of the account strip: a page, or neighbouring pages when there is not enough room for all. */
export interface PageGroup {
  /** From 1; `last` is included. */
  readonly first: number
  readonly last: number
  /** The worst of its pages, so that a page that was not read is never hidden, and not all is green where a part is. */
  readonly mark: StripMark
  readonly counts: Readonly<Record<StripMark, number>>
  /** The share of its pages on which the summary rests, from 0 to 1. */
  readonly usedShare: number
}

const worstFirst: readonly StripMark[] = ['failed', 'unread', 'empty', 'read', 'noted', 'seen', 'used']

/** Groups all pages in order into at most `maxMarks` marks of similar size. */
export function groupPages(pages: readonly StripMark[], maxMarks: number): readonly PageGroup[] {
  const marks = Math.min(pages.length, Math.max(1, Math.floor(maxMarks)))
  return Array.from({ length: marks }, (_, index) => {
    const start = Math.floor((index * pages.length) / marks)
    const end = Math.floor(((index + 1) * pages.length) / marks)
    const counts = countMarks(pages.slice(start, end))
    const mark = worstFirst.find((state) => counts[state] > 0) ?? 'unread'
    return { first: start + 1, last: end, mark, counts, usedShare: counts.used / Math.max(1, end - start) }
  })
}

function countMarks(pages: readonly StripMark[]): Record<StripMark, number> {
  const counts = { used: 0, noted: 0, read: 0, seen: 0, empty: 0, failed: 0, unread: 0 }
  for (const page of pages) counts[page]++
  return counts
}

const markWords: Readonly<Record<StripMark, string>> = {
  used: 'used in the summary',
  noted: 'noted, not used',
  read: 'read, nothing noted',
  seen: 'read',
  empty: 'holds no text',
  failed: 'could not be read',
  unread: 'not read yet',
}

/** In the order of the legend; behind a number of pages. */
const countWords: Readonly<Record<StripMark, string>> = {
  used: 'used',
  noted: 'noted, not used',
  read: 'without a note',
  seen: 'read',
  empty: 'without text',
  failed: 'unreadable',
  unread: 'not read yet',
}

const marksInOrder = Object.keys(countWords) as readonly StripMark[]

/** "Page 12, holds no text" or "Pages 12 to 15: 3 read, 1 without text". */
export function groupName({ first, last, mark, counts }: PageGroup): string {
  if (first === last) return `Page ${formatNumber(first)}, ${markWords[mark]}`
  const clauses = marksInOrder.flatMap((each) =>
    counts[each] > 0 ? [`${formatNumber(counts[each])} ${countWords[each]}`] : [],
  )
  return `Pages ${formatNumber(first)} to ${formatNumber(last)}: ${clauses.join('; ')}`
}

/** What the marks of a strip mean, with the number of pages of each. */
export function legendOf(pages: readonly StripMark[]): readonly { readonly mark: StripMark; readonly words: string }[] {
  const counts = countMarks(pages)
  return marksInOrder.flatMap((mark) =>
    counts[mark] > 0 ? [{ mark, words: `${formatNumber(counts[mark])} ${countWords[mark]}` }] : [],
  )
}

/** The accessible name of the whole strip. */
export const stripName = (pages: readonly StripMark[]) => `Account of ${plural(pages.length, 'page')}`
