import { useMemo } from 'react'
import type { DocumentPage } from '../../../contract/documents.js'
import { type Box, findPlaces, type PagePlaces } from './page-places.js'
import type { DrawnLetters } from './use-drawing.js'
import type { Find } from './use-find.js'
import { widthOf } from './width-of.js'

interface PageMarks {
  readonly passage: readonly Box[]
  readonly found: readonly Box[]
  /** The place of the search that is shown. */
  readonly current: readonly Box[]
  /** What is to be scrolled to: another value for another mark. */
  readonly target: unknown
  /** The passage that should be marked, when it is not found on the drawing. */
  readonly unmarked: string | undefined
}

interface MarksOptions {
  readonly page: number
  readonly stored: DocumentPage | undefined
  /** Undefined until the page is drawn. */
  readonly letters: DrawnLetters | undefined
  readonly passage: number | undefined
  readonly find: Find
}

const none: readonly Box[] = []

/** What is marked on a drawn page: the passage of a link, and what the search finds. */
export function useMarks({ page, stored, letters, passage, find: { found, current } }: MarksOptions): PageMarks {
  const places = useMemo(
    () => (stored && letters ? findPlaces(stored.passages, letters.items, widthOf) : undefined),
    [stored, letters],
  )
  const marked = useMemo(() => (passage && places?.passage(passage)) || none, [places, passage])
  const ofSearch = useMemo(() => boxesOfSearch(page, found, current, places), [page, found, current, places])
  const isSearched = current?.page === page
  const isMarked = isSearched ? ofSearch.current.length > 0 : marked.length > 0
  return {
    passage: marked,
    ...ofSearch,
    target: !isMarked ? undefined : isSearched ? current : `passage ${passage}`,
    unmarked: places && !isMarked ? stored?.passages[((isSearched ? current.passage : passage) ?? 0) - 1] : undefined,
  }
}

function boxesOfSearch(page: number, found: Find['found'], current: Find['current'], places: PagePlaces | undefined) {
  const here = (found?.places ?? []).filter((place) => place.page === page)
  const boxesOf = (wanted: typeof here) => wanted.flatMap((place) => places?.place(place) ?? none)
  return {
    found: boxesOf(here.filter((place) => place !== current)),
    current: boxesOf(here.filter((place) => place === current)),
  }
}
