import { clean } from '../clean.js'
import type { ReadPages } from './read-pages.js'

export interface CleanPages extends ReadPages {
  /** The number of removed invisible characters (tags, zero-width, bidi controls). */
  readonly removedCharacters: number
}

/** Removes hidden and control characters from every text of a document, and counts the hidden ones. */
export function cleanPages(document: ReadPages): CleanPages {
  let removedCharacters = 0
  const cleaned = (text: string) => {
    const { text: rest, removed } = clean(text)
    removedCharacters += removed
    return rest.replaceAll('\f', ' ')
  }
  const pages = document.pages.map((page) => {
    const passages = page.passages.map(cleaned).filter((passage) => passage.trim())
    const label = page.label && cleaned(page.label).trim()
    const { label: _, ...rest } = page
    const status = page.status === 'read' && passages.length === 0 ? 'empty' : page.status
    return { ...rest, ...(label ? { label } : {}), passages, status }
  })
  const { title: rawTitle, ...rest } = document
  const title = rawTitle && cleaned(rawTitle).trim()
  return { ...rest, ...(title ? { title } : {}), pages, removedCharacters }
}
