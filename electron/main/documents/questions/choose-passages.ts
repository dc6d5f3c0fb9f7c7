import { setImmediate } from 'node:timers/promises'
import { sentencesOf } from '../summary/sentences.js'
import { bestSentence, type SoughtSentence } from './closeness.js'
import type { Hit, IndexedPassage, PassageIndex, WeightedTerms } from './passage-index.js'

/** Counts the tokens of each text, encoded without markers. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>

export interface Choice {
  /** The places of the documents in the index from which passages are chosen. */
  readonly among: ReadonlySet<number>
  /** A passage as it is written in the prompt. */
  block(passage: IndexedPassage): string
  /** Of all chosen passages. */
  readonly maxTokens: number
  /** Of one document. */
  maxPages(document: number): number
  readonly count: CountTokens
}

export interface ChosenPassage {
  readonly row: number
  /** Characters `[start, end)`; the whole passage unless it alone is too long. */
  readonly start: number
  readonly end: number
}

/** bm25 counts words anywhere in a passage. Most answers are in one sentence, so that counts more. */
const bm25Share = 0.4
/** What surrounds a fact explains it: a passage has this share of the best score beside it. */
const neighbourShare = 0.1
/** The beginning of each document, which says what it is, comes after as many of the best passages. */
const bestBeforeBeginning = 3
/** Those beside the very best come after as many. */
const bestBeforeNeighbours = 10
const bestWithNeighbours = 3
const countBatch = 16
/** A passage that does not fit leaves room for shorter ones, but not for all that are worse. */
const maxMisses = 8
/** The blank line between two passages needs at most as many. */
const separatorTokens = 2
/** The tokens of a passage are not spread evenly over it. */
const cutMargin = 0.8
/** Passages that are read between two turns of the event loop. */
const slicePassages = 25

/**
 * Chooses passages that are likely to answer a question: the best ones and those beside them, the best one of each document,
 * and its beginning. Without a word of the question in any document, their beginnings.
 *
 * @returns in the order of the documents
 */
export async function choosePassages(
  index: PassageIndex,
  terms: readonly WeightedTerms[],
  { among, block, maxTokens, maxPages, count }: Choice,
): Promise<readonly ChosenPassage[]> {
  const chosen: ChosenPassage[] = []
  const pages = new Map<number, Set<number>>()
  let tokens = 0
  let misses = 0
  const sought = soughtBy(index, terms)
  const best = await bestPassages(index, terms, sought)
  const wanted = inOrderOfUse(index, best, among)
  for (let from = 0; from < wanted.length && misses < maxMisses; from += countBatch) {
    const rows = wanted.slice(from, from + countBatch)
    const counts = await count(rows.map((row) => block(index.passage(row))))
    for (const [at, row] of rows.entries()) {
      const { document, page, text } = index.passage(row)
      const seen = pages.get(document) ?? new Set()
      const added = (counts[at] ?? 0) + separatorTokens
      if (tokens > 0 && tokens + added > maxTokens) misses++
      else if (seen.has(page) || seen.size < maxPages(document)) {
        // The best passage of all may be a table that is longer than all that fits.
        const piece = added > maxTokens ? cutAround(text, (text.length * maxTokens) / added, sought) : wholeOf(text)
        chosen.push({ row, ...piece })
        pages.set(document, seen.add(page))
        tokens += added
      }
    }
  }
  return chosen.sort((a, b) => a.row - b.row)
}

const wholeOf = (text: string) => ({ start: 0, end: text.length })

/** The best sentence and as many after and before it as fit in a length. A single one that is longer is cut. */
function cutAround(text: string, maxLength: number, sought: SoughtSentence): { start: number; end: number } {
  const length = Math.max(1, Math.floor(maxLength * cutMargin))
  const sentences = sentencesOf(text)
  let next = 0
  const spans = sentences.map((sentence) => {
    const start = text.indexOf(sentence, next)
    next = start + sentence.length
    return { start, end: next }
  })
  let first = bestSentence(sought, sentences).at
  let last = first
  while (true) {
    const start = spans[first]?.start ?? 0
    const end = spans[last]?.end ?? text.length
    const after = spans[last + 1]
    const before = spans[first - 1]
    if (after && after.end - start <= length) last++
    else if (before && end - before.start <= length) first--
    else return { start, end: Math.min(end, start + length) }
  }
}

/** Rows, each once, the most useful first. */
function inOrderOfUse(index: PassageIndex, ranked: readonly number[], among: Choice['among']): readonly number[] {
  const isAmong = (row: number) => among.has(index.passage(row).document)
  const best = ranked.filter(isAmong)
  const beginnings = index.beginnings.filter(isAmong)
  const bestOfEach = beginnings.flatMap((beginning) => {
    const { document } = index.passage(beginning)
    return best.find((row) => index.passage(row).document === document) ?? []
  })
  const neighbours = best.slice(0, bestWithNeighbours).flatMap((row) => index.beside(row))
  return [
    ...new Set([
      ...(beginnings.length > 1 ? bestOfEach : []),
      ...best.slice(0, bestBeforeBeginning),
      ...beginnings,
      ...best.slice(bestBeforeBeginning, bestBeforeNeighbours),
      ...neighbours,
      ...best.slice(bestBeforeNeighbours),
      ...(best.length === 0 ? afterBeginnings(index, beginnings) : []),
    ]),
  ]
}

/** The second passage of each document, then the third of each, and so on. */
function* afterBeginnings({ passages }: PassageIndex, beginnings: readonly number[]): Generator<number> {
  for (let next = 1; next < passages.length; next++) {
    for (const beginning of beginnings) {
      if (passages[beginning + next]?.document === passages[beginning]?.document) yield beginning + next
    }
  }
}

/** The rows of the passages that have any of the terms, the best first: by bm25, by their best sentence, and by those beside. */
async function bestPassages(
  index: PassageIndex,
  groups: readonly WeightedTerms[],
  sought: SoughtSentence,
): Promise<readonly number[]> {
  const hits = index.rank(groups)
  const top = hits[0]?.score ?? 1
  const scores = new Map<number, number>()
  for (const [at, { row, score }] of hits.entries()) {
    if (at % slicePassages === 0) await setImmediate()
    const sentence = bestSentence(sought, sentencesOf(index.passage(row).text))
    scores.set(row, sentence.score + (bm25Share * score) / top)
  }
  return [...scores]
    .map(([row, score]): Hit => {
      const beside = index.beside(row).map((other) => scores.get(other) ?? 0)
      return { row, score: score + neighbourShare * Math.max(0, ...beside) }
    })
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .map(({ row }) => row)
}

function soughtBy(index: PassageIndex, groups: readonly WeightedTerms[]): SoughtSentence {
  return {
    words: groups.flatMap(({ words, weight }) =>
      [...new Set(words)].map((word) => ({ word, weight: weight * index.weightOf(word) })),
    ),
    wantsFigure: groups.some(({ asksForNumber }) => asksForNumber),
  }
}
