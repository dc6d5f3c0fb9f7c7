import { sentencesOf } from '../summary/sentences.js'
import { supportOf } from '../summary/support.js'
import { unbroken } from '../summary/words.js'
import { type Attachment, piecesOf, pieceText } from './attachment.js'
import { coverage } from './closeness.js'
import { type FoundMarker, markersIn, type NamedPlace } from './markers.js'
import { termsOf, termsOfQuestion } from './terms.js'
import { isVerbatim, quotedIn } from './verbatim.js'

/** A passage that the model saw, for the reader who checks an answer. */
export interface AnswerLink {
  /** The place of the attachment among those of the prompt, from 0. */
  readonly document: number
  readonly page: number
  readonly passage: number
  /** The words of the passage that the answer rests on: those that it quotes, else the sentence that is closest to it. */
  readonly quote: string
  /** The quote stands in the passage word for word, apart from white space and hyphenation. */
  readonly verified: boolean
  /** The answer names the passage. */
  readonly isCited: boolean
}

interface Given {
  readonly document: number
  readonly number?: number
  readonly page: number
  readonly passage: number
  readonly text: string
}

/**
 * A link to every passage that the model saw: first those that the answer cites, in the order in which it does, then the
 * others in the order of the text. A marker of a passage that the model did not see makes no link.
 */
export function linksOf(answer: string, question: string, attachments: readonly Attachment[]): readonly AnswerLink[] {
  const given = attachments.flatMap((attachment, document) =>
    piecesOf(attachment).map((piece): Given => {
      const { page, passage } = piece
      return { document, number: attachment.number, page, passage, text: pieceText(attachment.document, piece) }
    }),
  )
  const links = new Map<Given, AnswerLink>()
  for (const { claim, marker } of claimsOf(answer)) {
    for (const place of marker.places) {
      const passage = passageFor(place, claim, given)
      if (passage && !links.has(passage)) links.set(passage, { ...linkTo(passage, claim), isCited: true })
    }
  }
  const about = `${withoutMarkers(answer)} ${question}`
  for (const passage of given) {
    if (!links.has(passage)) links.set(passage, { ...linkTo(passage, about, false), isCited: false })
  }
  return [...links.values()]
}

/** Each marker with the words of the answer before it, back to the marker or the sentence end before them. */
function claimsOf(answer: string): readonly { readonly claim: string; readonly marker: FoundMarker }[] {
  let claim = ''
  let from = 0
  return markersIn(answer).map((marker) => {
    const between = answer.slice(from, marker.start)
    from = marker.end
    // Two markers in a row belong to the same words, and one that stands before its words to those after it.
    if (/[\p{L}\p{N}]/u.test(between)) claim = sentencesOf(between).at(-1) ?? between
    if (claim === '') claim = sentencesOf(answer.slice(marker.end))[0] ?? ''
    return { claim: withoutMarkers(claim), marker }
  })
}

const withoutMarkers = (answer: string): string =>
  markersIn(answer)
    .toReversed()
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), answer)

/** The passage that a marker names, or the one of the named page that is closest to the words before the marker. */
function passageFor(named: NamedPlace, claim: string, given: readonly Given[]): Given | undefined {
  const ofDocument = (other: Given) => (named.document === undefined ? true : other.number === named.document)
  const onPage = given.filter((other) => other.page === named.page && ofDocument(other))
  if (named.passage !== undefined) return onPage.find(({ passage }) => passage === named.passage)
  return best(onPage, ({ text }) => Math.max(0, ...sentencesOf(text).map(support(claim))))
}

function linkTo({ document, page, passage, text }: Given, claim: string, mayQuote = true) {
  const quoted = mayQuote ? quotedIn(claim) : undefined
  const quote = unbroken(quoted ?? best(sentencesOf(text), support(claim)) ?? text)
  return { document, page, passage, quote, verified: isVerbatim(quote, text) }
}

/** How far a sentence supports a claim. Forms of the same words decide between those that support it as far. */
function support(claim: string): (sentence: string) => number {
  const words = [...new Set(termsOfQuestion(claim).words)].map((word) => ({ word, weight: 1 }))
  return (sentence) => supportOf(claim, [sentence]) + coverage(words, termsOf(sentence)) / 1_000
}

/** The first of those with the highest score. */
function best<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  const scored = items.map((item) => ({ item, score: score(item) }))
  return scored.reduce<(typeof scored)[number] | undefined>(
    (top, one) => (top && top.score >= one.score ? top : one),
    undefined,
  )?.item
}
