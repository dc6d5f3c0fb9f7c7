import type { ReadPage } from '../../contract/reader.js'
import { type Paragraph, type Syntax, toParagraphs } from './passages.js'

const pageLength = 3_000
/** What stands between two form feeds is one page, unless it is much too long for one. */
const longestPage = 12_000
/** So many are no ends of pages. */
const mostFeeds = 20_000
const largeText = 2_000_000

/**
 * The pages of a cleaned text: from form feed to form feed where there are any, else about 3,000 characters, cut
 * between paragraphs. Only a paragraph longer than a page is cut itself, between two of its passages.
 */
export function toPages(text: string, syntax: Syntax): ReadPage[] {
  if (hasMore(text, '\f', mostFeeds)) return toPages(text.replaceAll('\f', '\n\n'), syntax)
  const pages: ReadPage[] = []
  const hasFeeds = text.includes('\f')
  const isLarge = text.length > largeText
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\f', from)
    const to = feed < 0 ? text.length : feed
    const section = toParagraphs(text.slice(from, to), syntax, isLarge)
    const isPage = hasFeeds && to - from <= longestPage
    pages.push(...(isPage ? [{ passages: section.flat() }] : flow(section)))
    from = to + 1
  }
  return pages
}

function hasMore(text: string, character: string, most: number): boolean {
  let count = 0
  for (let at = text.indexOf(character); at >= 0 && count <= most; at = text.indexOf(character, at + 1)) count++
  return count > most
}

function flow(paragraphs: readonly Paragraph[]): ReadPage[] {
  const pages: ReadPage[] = []
  let page: string[] = []
  let length = 0
  const put = (passages: Paragraph) => {
    const added = passages.reduce((sum, passage) => sum + passage.length, 0)
    if (page.length > 0 && length + added > pageLength) {
      pages.push({ passages: page })
      page = []
      length = 0
    }
    page.push(...passages)
    length += added
  }
  for (const paragraph of paragraphs) {
    const isLong = paragraph.reduce((sum, passage) => sum + passage.length, 0) > pageLength
    if (isLong) for (const passage of paragraph) put([passage])
    else put(paragraph)
  }
  if (page.length > 0) pages.push({ passages: page })
  return pages
}
