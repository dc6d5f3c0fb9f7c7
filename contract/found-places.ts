/** A place in the text of a document. `page` and `passage` count from 1; `start` and `end` are characters of the passage. */
export interface FoundPlace {
  readonly page: number
  readonly passage: number
  readonly start: number
  /** Not included. */
  readonly end: number
}

/** Where a document has a text, in its order. */
export interface FoundPlaces {
  readonly places: readonly FoundPlace[]
  /** There are more places than `maxFoundPlaces`. */
  readonly isCut: boolean
}

export const maxFoundPlaces = 1_000
/** In characters. */
export const maxFindLength = 200
