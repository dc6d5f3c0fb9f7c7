interface MarkedPlace {
  readonly page: number
  readonly passage: number
}

/**
 * The marker of a passage in prompts and answers: `[p. 3:2]`, page and passage.
 * @param number of the document, where there are several: `[2, p. 3:2]`
 */
export const markerOf = ({ page, passage }: MarkedPlace, number?: number): string =>
  `[${number === undefined ? '' : `${number}, `}p. ${page}:${passage}]`

/** A place that an answer names. */
export interface NamedPlace {
  readonly document?: number
  readonly page: number
  /** Absent when the answer names the page alone. */
  readonly passage?: number
}

export interface FoundMarker {
  /** Characters `[start, end)` of the answer. */
  readonly start: number
  readonly end: number
  readonly places: readonly NamedPlace[]
}

const number = '\\d{1,7}'
const place = `(?:(?:doc(?:ument)?\\.?\\s*)?${number}\\s*[,;:]\\s*)?pp?\\.?\\s*${number}(?:\\s*[:：]\\s*${number})?`
const places = `${place}(?:\\s*[-–,;]\\s*(?:${place}|${number}(?:\\s*[:：]\\s*${number})?))*`
// gpt-oss often writes 【】 where the prompt has [].
const marker = new RegExp(`\\[\\s*${places}\\s*\\]|【\\s*${places}\\s*】|\\(\\s*${places}\\s*\\)`, 'gi')
const placeParts = new RegExp(
  `(?:(${number})\\s*[,;:]\\s*)?pp?\\.?\\s*(${number})(?:\\s*[:：]\\s*(${number}))?|[-–,;]\\s*(${number})(?:\\s*[:：]\\s*(${number}))?(?!\\s*[,;:]\\s*pp?\\.)`,
  'gi',
)
/** A marker that the answer's end cut off, or that a model left open. */
const halfMarker = new RegExp(`[[【]\\s*(?:${number}\\s*,\\s*)?pp?\\.[\\s\\d:：,;–-]*$`, 'i')

/** The markers in an answer, in order. */
export function markersIn(answer: string): readonly FoundMarker[] {
  return [...answer.matchAll(marker)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
    places: [...text.matchAll(placeParts)].map(([, document, page, passage, otherPage, otherPassage]) => ({
      ...(document !== undefined && { document: Number(document) }),
      page: Number(page ?? otherPage),
      ...((passage ?? otherPassage) !== undefined && { passage: Number(passage ?? otherPassage) }),
    })),
  }))
}

export const withoutMarkers = (answer: string): string => answer.replace(marker, '')

export const withoutHalfMarker = (answer: string): string => answer.replace(halfMarker, '').trimEnd()
