import { setImmediate } from 'node:timers/promises'
import { type FoundMarker, markersIn, type NamedPlace, withoutMarkers } from '../../../../contract/page-markers.js'
import { sentencesOf } from '../summary/sentences.js'
import { contentWordsOf, unbroken, wordsOf } from '../summary/words.js'
import { type Attachment, seenPieces } from './attachment.js'
import { bestSentence, coverage } from './closeness.js'
import { idf } from './idf.js'
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
  /** How much of the question and its answer the quote has; of use to compare the links of one answer. */
  readonly closeness: number
}

/** A place that an answer names, with what its own sentence rests on. */
export type Citation = Omit<AnswerLink, 'isCited' | 'closeness'>

interface Given {
  readonly document: number
  readonly number?: number
  readonly page: number
  readonly passage: number
  readonly text: string
}

/** A sentence before a marker is not longer. */
const maxClaimLength = 2_000
/** No answer that is of use has more; one that goes round in circles does. */
const maxMarkers = 200
/** Passages that are read between two turns of the event loop. */
const slicePassages = 50

/**
 * A link to every passage that the model saw: first those that the answer cites, in the order in which it does, then the
 * others in the order of the text. A marker of a passage that the model did not see makes no link.
 */
export async function linksOf(
  answer: string,
  question: string,
  attachments: readonly Attachment[],
): Promise<readonly AnswerLink[]> {
  const given = givenIn(attachments)
  const links = new Map<Given, AnswerLink>()
  const closeness = closenessTo(withoutMarkers(answer), question, await countPassages(given))
  const add = (passage: Given, link: Citation, isCited: boolean) => {
    if (!links.has(passage)) links.set(passage, { ...link, isCited, closeness: closeness(link.quote) })
  }
  for (const { passage, citation } of citedPassages(answer, given).flat()) if (passage) add(passage, citation, true)
  for (const [at, passage] of given.entries()) {
    if (at % slicePassages === 0) await setImmediate()
    if (!links.has(passage)) add(passage, linkTo(passage, closeness), false)
  }
  return [...links.values()]
}

/**
 * What the markers of an answer name, in the order of `markersIn`: of each marker, its places. Undefined for a passage that
 * the model did not see. A quotation is looked for in each passage that it is said to come from.
 */
export const citationsOf = (
  answer: string,
  attachments: readonly Attachment[],
): readonly (readonly (Citation | undefined)[])[] =>
  citedPassages(answer, givenIn(attachments)).map((places) => places.map(({ citation }) => citation))

const givenIn = (attachments: readonly Attachment[]): readonly Given[] =>
  attachments.flatMap((attachment, document) =>
    seenPieces(attachment).map(({ page, passage, text }) => {
      return { document, number: attachment.number, page, passage, text }
    }),
  )

type Cited =
  | { readonly passage: Given; readonly citation: Citation }
  | { readonly passage?: never; readonly citation?: never }

function citedPassages(answer: string, given: readonly Given[]): readonly (readonly Cited[])[] {
  const sentences = memoized(({ text }: Given) => sentencesOf(text).map(wordsOf))
  return claimsOf(answer).map(({ claim, marker }) =>
    marker.places.map((place) => {
      const passage = passageFor(place, claim, given, sentences)
      return passage ? { passage, citation: linkTo(passage, sharedIn(claim), quotedIn(claim)) } : {}
    }),
  )
}

/** Each marker with the sentence of the answer that it belongs to: mostly the one before it. */
function claimsOf(answer: string): readonly { readonly claim: string; readonly marker: FoundMarker }[] {
  let claim = ''
  let from = 0
  return markersIn(answer)
    .slice(0, maxMarkers)
    .map((marker) => {
      const between = answer.slice(Math.max(from, marker.start - maxClaimLength), marker.start)
      from = marker.end
      // Two markers in a row belong to the same words, and one that stands before its words to those after it.
      if (/[\p{L}\p{N}]/u.test(between)) claim = sentencesOf(between).at(-1) ?? between
      if (claim === '') claim = sentencesOf(answer.slice(marker.end, marker.end + maxClaimLength))[0] ?? ''
      return { claim: withoutMarkers(claim), marker }
    })
}

/** The passage that a marker names, or the one of the named page that is closest to the words before the marker. */
function passageFor(
  named: NamedPlace,
  claim: string,
  given: readonly Given[],
  sentences: (passage: Given) => readonly (readonly string[])[],
): Given | undefined {
  const isNamed = ({ page, number }: Given) =>
    page === named.page && (named.document === undefined || number === named.document)
  const onPage = given.filter(isNamed)
  if (named.passage !== undefined) return onPage.find(({ passage }) => passage === named.passage)
  const shared = sharedWords(claim)
  return best(onPage, (passage) => sentences(passage).reduce((most, words) => Math.max(most, shared(words)), 0))
}

function linkTo(
  { document, page, passage, text }: Given,
  shared: (sentence: string) => number,
  quoted?: string,
): Citation {
  const quote = unbroken(quoted ?? best(sentencesOf(text), shared) ?? text)
  return { document, page, passage, quote, verified: isVerbatim(quote, text) }
}

/** How many passages have each word, and how many there are. */
interface PassageCounts {
  readonly total: number
  of(word: string): number
}

async function countPassages(given: readonly Given[]): Promise<PassageCounts> {
  const counts = new Map<string, number>()
  for (const [at, { text }] of given.entries()) {
    if (at % slicePassages === 0) await setImmediate()
    for (const word of new Set(termsOf(text).words)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return { total: given.length, of: (word) => counts.get(word) ?? 0 }
}

/** How close a sentence is to a question and its answer: both count the same, because a small model's answer may be beside the point. */
function closenessTo(answer: string, question: string, counts: PassageCounts): (sentence: string) => number {
  const weighted = (words: readonly string[]) =>
    [...new Set(words)].map((word) => ({ word, weight: idf(counts.of(word), counts.total) }))
  const { words, asksForNumber } = termsOfQuestion(question)
  const asked = { words: weighted(words), wantsFigure: asksForNumber }
  const answered = weighted(termsOfQuestion(answer).words)
  return (sentence) => bestSentence(asked, [sentence]).score + coverage(answered, termsOf(sentence))
}

/** How many content words of a claim a sentence has: the half of `supportOf` that looks at the best sentence. */
function sharedWords(claim: string): (words: readonly string[]) => number {
  const wanted = new Set(contentWordsOf(wordsOf(claim)))
  return (words) => new Set(words.filter((word) => wanted.has(word))).size
}

function sharedIn(claim: string): (sentence: string) => number {
  const shared = sharedWords(claim)
  return (sentence) => shared(wordsOf(sentence))
}

function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const value = known.get(key) ?? compute(key)
    known.set(key, value)
    return value
  }
}

/** The first of those with the highest score. */
function best<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  let top: { readonly item: T; readonly score: number } | undefined
  for (const item of items) {
    const found = score(item)
    if (!top || found > top.score) top = { item, score: found }
  }
  return top?.item
}
