// How prompts and answers name places in documents. People never see a marker: windows and copies show "p. 3".

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
/** What may become a marker when the answer goes on. */
const openMarker = new RegExp(
  `[[【(]\\s{0,3}(?:d|do|doc(?:u|um|ume|umen|ument)?\\.?)?\\s{0,3}(?:${number}\\s{0,3}[,;:]?\\s{0,3})?(?:pp?\\.?[\\s\\d:：,;–.p-]{0,200})?$`,
  'i',
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

/** An answer that is being written, without its end that may become a marker. What is shown never changes by more text. */
export const withoutOpenMarker = (answer: string): string => answer.replace(openMarker, '')

/**
 * An answer with a word in place of each marker, "(p. 3)", also for one that is being written.
 * @param nameOf the name of a document by its number, if it is known
 */
export function inPlainWords(answer: string, nameOf: (number: number) => string | undefined = () => undefined): string {
  const wordsOf = ({ document, page }: NamedPlace) => {
    const name = document === undefined ? undefined : nameOf(document)
    return name === undefined ? `p. ${page}` : `${name}, p. ${page}`
  }
  let from = 0
  const parts = markersIn(answer).map(({ start, end, places }) => {
    const words = `${answer.slice(from, start)}(${[...new Set(places.map(wordsOf))].join('; ')})`
    from = end
    return words
  })
  return parts.join('') + answer.slice(from)
}

export const withoutHalfMarker = (answer: string): string => answer.replace(halfMarker, '').trimEnd()
