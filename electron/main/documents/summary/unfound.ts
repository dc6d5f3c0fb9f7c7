import { sentencesOf } from './sentences.js'
import { withPlainNumbers } from './words.js'

const number = /\d+(?:[.,]\d+)*/g
const spacedNumber = /(?<!\d)\d{1,3}(?: \d{3})+(?!\d)/g
const capitalized = /(?<![\p{L}\p{M}\p{N}])\p{Lu}[\p{L}\p{M}]+(?:[-’'][\p{L}\p{M}]+)*/gu
/** A word of the same sentence stands before what follows. */
const afterWord = /[\p{L}\p{M}\p{N}][,;)”’"']?\s{1,3}$/u
/** A language that capitalizes more words within its sentences writes its nouns so, as German does. */
const maxShareOfNames = 0.2

/**
 * The numbers, dates and names of a point that the passages which it names do not have, as the point writes them: a
 * reason to look, no proof. Numbers and dates are what has digits ("1,200" is 1200, "05" is 5); names are capitalized words
 * within a sentence, unless the passages capitalize their nouns.
 */
export function unfoundIn(point: string, passages: readonly string[]): readonly string[] {
  const source = passages.join('\n\n').normalize('NFKC')
  return [...new Set([...unfoundNumbers(point, source), ...unfoundNames(point, source)])]
}

function unfoundNumbers(point: string, source: string): readonly string[] {
  const there = new Set(numbersIn(source).flatMap((written) => [plainValue(written), ...partsOf(written)]))
  for (const spaced of source.match(spacedNumber) ?? []) there.add(spaced.replaceAll(' ', ''))
  const isThere = (written: string) => {
    const parts = partsOf(written)
    return there.has(plainValue(written)) || (parts.length > 0 && parts.every((part) => there.has(part)))
  }
  const text = point.replace(spacedNumber, (found) => found.replaceAll(' ', ''))
  return numbersIn(text).filter((written) => !isThere(written))
}

const grouped = /(?<![\d.,])[1-9]\d{0,2}(?:[.,’'\u00a0\u202f]\d{3})+/g
/** As written, so that the mark finds it in the point; the apostrophes and spaces between groups belong to the number. */
const numbersIn = (text: string): readonly string[] => {
  const whole = text.match(grouped) ?? []
  return [...whole, ...(text.replace(grouped, ' ').match(number) ?? [])]
}

const withoutZeros = (digits: string) => digits.replace(/^0+(?=\d)/, '')
const plainValue = (written: string) => withoutZeros(withPlainNumbers(written).replaceAll(',', '.'))

/** Day, month and year of "12.05.2024"; none of a number that only has a fraction. */
function partsOf(written: string): readonly string[] {
  const parts = withPlainNumbers(written).split(/[.,]/)
  return parts.length > 2 ? parts.map(withoutZeros) : []
}

function unfoundNames(point: string, source: string): readonly string[] {
  if (shareOfNames(source) > maxShareOfNames) return []
  const words = new Set(source.toLowerCase().match(/[\p{L}\p{M}]+/gu))
  return namesIn(point).filter(
    (name) =>
      !name
        .normalize('NFKC')
        .toLowerCase()
        .split(/[-’']/)
        .every((part) => part.length < 2 || words.has(part)),
  )
}

const namesIn = (text: string): readonly string[] =>
  sentencesOf(text).flatMap((sentence) =>
    [...sentence.matchAll(capitalized)]
      .filter(({ index }) => afterWord.test(sentence.slice(Math.max(0, index - 6), index)))
      .map(([name]) => name),
  )

/** The share of names among the words that begin no sentence. */
function shareOfNames(text: string): number {
  const within = sentencesOf(text).reduce((sum, one) => sum + Math.max(0, (one.match(/\p{L}+/gu)?.length ?? 0) - 1), 0)
  return within === 0 ? 0 : namesIn(text).length / within
}
