import { useEffect, useState } from 'react'
import type { FoundPlace, FoundPlaces } from '../../../contract/found-places.js'
import { findInDocument } from '../../stores/document-pages.js'
import { countWords } from './count-words.js'

export interface Find {
  readonly isOpen: boolean
  readonly query: string
  readonly found: FoundPlaces | undefined
  /** The place that is shown, from 0. */
  readonly at: number
  readonly current: FoundPlace | undefined
  /** "3 of 17" */
  readonly words: string
  open(): void
  close(): void
  setQuery(query: string): void
  step(by: 1 | -1): void
}

const none: readonly FoundPlace[] = []

/**
 * Finds a text in a whole document. The first place is one on the page that is shown, or after it.
 * @param show turns to the page of a place
 */
export function useFind(documentId: string, page: number, show: (place: FoundPlace) => void): Find {
  const [isOpen, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [result, setResult] = useState<{ readonly query: string; readonly found: FoundPlaces }>()
  const [at, setAt] = useState(0)
  const found = result?.query === query ? result.found : undefined
  const places = found?.places ?? none
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new text looks for the nearest place
  useEffect(() => {
    if (query.trim() === '') return
    let isWanted = true
    findInDocument(documentId, query).then(
      (next) => {
        if (!isWanted) return
        const first = Math.max(
          0,
          next.places.findIndex((place) => place.page >= page),
        )
        setResult({ query, found: next })
        setAt(first)
        const place = next.places[first]
        if (place) show(place)
      },
      () => {}, // another text is searched, or the document is gone
    )
    return () => {
      isWanted = false
    }
  }, [documentId, query])
  return {
    isOpen,
    query,
    found: isOpen ? found : undefined,
    at,
    current: isOpen ? places[at] : undefined,
    words: countWords(query, found, at),
    open: () => setOpen(true),
    close: () => setOpen(false),
    setQuery,
    step(by) {
      const next = (at + by + places.length) % Math.max(1, places.length)
      setAt(next)
      const place = places[next]
      if (place) show(place)
    },
  }
}
