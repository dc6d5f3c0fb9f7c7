import { type RefObject, useEffect } from 'react'
import type { DocumentPage } from '../../../contract/documents.js'
import { lowerCase } from '../../../contract/lower-case.js'
import { rangesOf } from '../../chat/transcript/found-ranges.js'
import type { Find } from './use-find.js'

/** Marks in the text of a page what is found there, and scrolls to the place that is shown. */
export function useFoundText(
  text: RefObject<HTMLElement | null>,
  content: DocumentPage | Error,
  { found, current, query }: Find,
): void {
  useEffect(() => {
    const element = text.current
    if (!element || !found || content instanceof Error) return
    const here = found.places.filter(({ page }) => page === content.page)
    const words = [{ text: lowerCase(query.trim()), isInside: true }]
    const all = [...element.querySelectorAll('[data-passage]')].map((passage) => rangesOf(passage, words))
    const ofCurrent = current?.page === content.page ? (all[current.passage - 1] ?? []) : []
    const before = here.filter(({ passage }) => passage === current?.passage)
    // The reader's Markdown may hold it once more than what is drawn of it.
    const range = current && ofCurrent[Math.min(before.indexOf(current), ofCurrent.length - 1)]
    CSS.highlights.set('page-found', new Highlight(...all.flat()))
    CSS.highlights.set('page-current', new Highlight(...(range ? [range] : [])))
    range?.startContainer.parentElement?.scrollIntoView({ block: 'center' })
    return () => {
      CSS.highlights.delete('page-found')
      CSS.highlights.delete('page-current')
    }
  }, [text, content, found, current, query])
}
