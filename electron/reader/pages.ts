import type { ReadPage } from '../../contract/reader.js'
import { type Paragraph, type Syntax, toParagraphs } from './passages.js'

const targetPageLength = 3_000
/** Text between two form feeds is one page, unless it is longer than this. */
const maxPageLength = 12_000
/** More form feeds than this are not page ends. */
const maxPageFeeds = 20_000
const minLargeTextLength = 2_000_000

/**
 * Splits a cleaned text into pages: at form feeds if there are any, else into about 3,000 characters each, between
 * paragraphs. Only a paragraph longer than a page is split, between two of its passages.
 */
export function toPages(text: string, syntax: Syntax): ReadPage[] {
  if (hasMoreThan(text, '\f', maxPageFeeds)) return toPages(text.replaceAll('\f', '\n\n'), syntax)
  const pages: ReadPage[] = []
  const hasFeeds = text.includes('\f')
  const isLarge = text.length > minLargeTextLength
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\f', from)
    const to = feed < 0 ? text.length : feed
    const section = toParagraphs(text.slice(from, to), syntax, isLarge)
    const isPage = hasFeeds && to - from <= maxPageLength
    pages.push(...(isPage ? [toPage(section.flat())] : fillPages(section)))
    from = to + 1
  }
  return pages
}

const toPage = (passages: readonly string[]): ReadPage => ({
  passages,
  status: passages.length > 0 ? 'read' : 'empty',
})

function hasMoreThan(text: string, character: string, maxCount: number): boolean {
  let count = 0
  for (let at = text.indexOf(character); at >= 0 && count <= maxCount; at = text.indexOf(character, at + 1)) count++
  return count > maxCount
}

function fillPages(paragraphs: readonly Paragraph[]): ReadPage[] {
  const pages: ReadPage[] = []
  let page: string[] = []
  let length = 0
  const put = (passages: Paragraph) => {
    const added = passages.reduce((sum, passage) => sum + passage.length, 0)
    if (page.length > 0 && length + added > targetPageLength) {
      pages.push(toPage(page))
      page = []
      length = 0
    }
    page.push(...passages)
    length += added
  }
  for (const paragraph of paragraphs) {
    const isLong = paragraph.reduce((sum, passage) => sum + passage.length, 0) > targetPageLength
    if (isLong) for (const passage of paragraph) put([passage])
    else put(paragraph)
  }
  if (page.length > 0) pages.push(toPage(page))
  return pages
}
