import type { MarkedPlace, Place, ReadSource } from './place-point.js'
import { unbroken } from './words.js'

const maxQuotedSentences = 4
const circled = /[①-⑳]/g
const one = '[([]?(?:s(?:entence)?\\.?\\s?)?(\\d{1,3})[)\\]]?'
const onlyNumbers = new RegExp(`^${one}(?:\\s?(?:[-–,;&]|and|to)?\\s?${one}){0,3}\\.?$`, 'i')
const numberBefore = /^[([]\d{1,3}[)\]]\s+(?=\S)/

/** Sentences with their numbers, from 1, as a passage stands in a prompt. */
export const numbered = (sentences: readonly string[]) =>
  sentences.map((sentence, index) => `(${index + 1}) ${sentence}`).join('\n')

/**
 * The sentences that a point quotes by their numbers, "(2)" or "(2)–(4)", from the passage that its marker names: exact,
 * because the app inserts them. Undefined for a point in words, or when the prompt had no numbers; empty when there is no
 * such sentence.
 */
export function quotedByNumber(said: string, marked: readonly MarkedPlace[], source: ReadSource): string | undefined {
  if (!source.sentences) return undefined
  const text = said.replace(circled, (mark) => `(${mark.charCodeAt(0) - 0x245f})`)
  if (!onlyNumbers.test(text)) return undefined
  const at = marked.find((place): place is Place => place.passage !== undefined)
  const sentences = at ? source.sentences(at) : []
  const quotes = numbersIn(text).map((number) => sentences[number - 1])
  return quotes.every((quote) => quote !== undefined) ? unbroken(quotes.join(' ')) : ''
}

/** A sentence that was copied with its number loses it. */
export const withoutNumber = (said: string, { sentences }: ReadSource) =>
  sentences ? said.replace(numberBefore, '') : said

/** "(2)–(4)" → 2, 3, 4 */
function numbersIn(text: string): readonly number[] {
  const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits))
  const [first = 0, last = 0] = numbers
  const isRange =
    numbers.length === 2 && last > first && last - first < maxQuotedSentences && /\d\W*[-–]|\bto\b/.test(text)
  return isRange ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : numbers
}
