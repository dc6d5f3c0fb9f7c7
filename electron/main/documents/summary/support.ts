import { sentencesOf } from './sentences.js'
import { contentWordsOf, wordsOf } from './words.js'

const gramLength = 3

/**
 * How far a point is supported by the passages that it names, from 0 to 1: the mean of the share of its content words that
 * stand in its best single sentence, and of the share of its trigrams of words that stand in the source. Of what needs no
 * judge, these two agree best with experts' labels (measured on LongSciVerify and LongEval). A point of several sentences
 * has a best one for each.
 */
export function supportOf(point: string, passages: readonly string[]): number {
  const source = passages.map((passage) => sentencesOf(passage).map(wordsOf))
  return (
    (bestSentenceShare(point, source.flat()) +
      gramShare(
        wordsOf(point),
        source.map((each) => each.flat()),
      )) /
    2
  )
}

function bestSentenceShare(point: string, source: readonly (readonly string[])[]): number {
  const sentences = source.map((words) => new Set(words))
  let all = 0
  let found = 0
  for (const sentence of sentencesOf(point)) {
    const wanted = [...new Set(contentWordsOf(wordsOf(sentence)))]
    const best = sentences.reduce((most, words) => Math.max(most, wanted.filter((word) => words.has(word)).length), 0)
    all += wanted.length
    found += best
  }
  return all === 0 ? 0 : found / all
}

/** A point of fewer words than three has one gram of all its words. */
function gramShare(point: readonly string[], source: readonly (readonly string[])[]): number {
  const length = Math.min(gramLength, point.length)
  if (length === 0) return 0
  const there = new Set(source.flatMap((words) => gramsOf(words, length)))
  const grams = gramsOf(point, length)
  return grams.filter((gram) => there.has(gram)).length / grams.length
}

const gramsOf = (words: readonly string[], length: number) =>
  words.slice(0, Math.max(0, words.length - length + 1)).map((_, index) => words.slice(index, index + length).join(' '))
