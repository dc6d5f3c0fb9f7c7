import { promptSentences } from './prompts.js'
import { wordsOf } from './words.js'

const gramLength = 3
const minEchoedWords = 4
const minEchoedShare = 0.6

const gramsOf = (words: readonly string[]) =>
  words.slice(gramLength - 1).map((_, index) => words.slice(index, index + gramLength).join(' '))
const promptGrams = new Set(promptSentences.flatMap((sentence) => gramsOf(wordsOf(sentence))))

/** True when a line repeats what the model was asked, instead of answering it. */
export function isEcho(text: string): boolean {
  const words = wordsOf(text)
  if (words.length < minEchoedWords) return false
  const grams = gramsOf(words)
  return grams.filter((gram) => promptGrams.has(gram)).length >= minEchoedShare * grams.length
}

const place = 'pp?\\.?\\s{0,3}\\d{0,7}(?:\\s{0,3}[:：]\\s{0,3}\\d{0,7})?'
/** "[p. 2:11 The ferry": its bracket was never closed. */
const openMarker =
  /^([[【])\s{0,3}(pp?\.?\s{0,3}\d{1,7}(?:\s{0,3}[:：]\s{0,3}\d{1,7})?)[\s:–—-]{1,9}(?=[^\s\d\],;】)–-])/iu
const halfMarkers = [
  // Whole ones within a text: no document has a page and a passage in brackets.
  /\s{0,3}[[【(]\s{0,3}pp?\.?\s{0,3}\d{1,7}\s{0,3}[:：]\s{0,3}\d{0,7}(?:[^\])】\n]{0,40})[\])】]/giu,
  // Without an end: "… was repaired [p. 2:1"
  new RegExp(`\\s{0,3}[\\[【]\\s{0,3}(?:${place})?\\s{0,3}$`, 'giu'),
  /\s{0,3}[[【]\s{0,3}pp?\.?\s{0,3}\d{1,7}(?:\s{0,3}[:：]\s{0,3}\d{0,7})?(?![^\]】\n]{0,40}[\]】])/giu,
  // Without a begin: "p. 2:11] The ferry", "11] The ferry"
  /p\.\s{0,3}\d{1,7}\s{0,3}[:：]\s{0,3}\d{1,7}\s{0,3}[\]】][\s:–—-]{0,9}/giu,
  /^\s{0,3}(?:\d{0,7}\s{0,3}[:：])?\s{0,3}\d{0,7}\s{0,3}[\]】][\s:–—-]{0,9}/gu,
  // Tags of a prompt and of a chat format.
  /<\/?text>|<\|[^|>\n]{0,40}\|>/giu,
]

/** Closes a marker that a line begins with, when its bracket was left open. */
export const closeMarker = (line: string) =>
  line.replace(openMarker, (_, open, at) => (open === '【' ? `【${at}】 ` : `[${at}] `))

/** A line of nothing but brackets loses one of them each time. */
const maxPasses = 10

/** The text of a point without markers, halves of markers and tags within it. What is left may be the half of another. */
export function withoutDebris(text: string): string {
  let left = text
  for (let before = '', pass = 0; left !== before && pass < maxPasses; pass++) {
    before = left
    left = halfMarkers.reduce((rest, half) => rest.replace(half, ' '), left).trim()
  }
  return left === text ? text : left.replace(/\s+/g, ' ').replace(/ (?=[.,;:!?])/g, '')
}
