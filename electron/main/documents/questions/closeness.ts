import { type Terms, termsOf } from './terms.js'

/** Words are as close as the share that they have in common, from this on: "inspected" and "inspection", "Miete" and "Mietvertrag". */
const minShare = 0.45
const minCommonLength = 4

/** 1 for equal words, 0 for words without a common beginning of some length; a long word may also contain the other. */
export function wordCloseness(word: string, other: string): number {
  if (word === other) return 1
  const [short, long] = word.length < other.length ? [word, other] : [other, word]
  if (short.length < minCommonLength) return long.startsWith(short) && short.length === 3 && long.length <= 5 ? 0.6 : 0
  let common = 0
  while (common < short.length && short[common] === long[common]) common++
  if (common < minCommonLength && long.endsWith(short)) common = short.length
  const share = common / long.length
  return common >= minCommonLength && share >= minShare ? share : 0
}

export interface Wanted {
  readonly word: string
  /** How much the word says: its idf. */
  readonly weight: number
}

/** The share of the wanted words that a text has, by weight, from 0 to 1. */
export function coverage(wanted: readonly Wanted[], text: Pick<Terms, 'words'>): number {
  let sum = 0
  let found = 0
  for (const { word, weight } of wanted) {
    sum += weight
    let best = 0
    for (const other of text.words) best = Math.max(best, wordCloseness(word, other))
    found += best * weight
  }
  return sum > 0 ? found / sum : 0
}

/** How much more a sentence with a figure is worth to a question for one. */
const figureBonus = 0.15

/** What a sentence should have. */
export interface SoughtSentence {
  readonly words: readonly Wanted[]
  readonly wantsFigure: boolean
}

/** The place of the sentence that has most of what is sought, and how much of it. Equal ones: the first. */
export function bestSentence({ words, wantsFigure }: SoughtSentence, sentences: readonly string[]) {
  let best = { at: 0, score: 0 }
  for (const [at, text] of sentences.entries()) {
    const found = coverage(words, termsOf(text))
    const score = found > 0 && wantsFigure && /\p{N}/u.test(text) ? found + figureBonus : found
    if (score > best.score) best = { at, score }
  }
  return best
}
