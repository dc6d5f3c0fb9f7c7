import { cached } from './cached.js'

/**
 * What is converted as one: jamo of Korean, which compose; a character with the marks on it; a character beyond ASCII. No
 * visible character has as many marks, and sorting more of them takes time in the square of their number.
 */
const clusterSource = '[\\u1100-\\u11FF]{1,30}|[^]\\p{M}{1,30}|[^\\0-\\x7F]'
const cluster = new RegExp(clusterSource, 'gu')
const clusterOrCharacter = new RegExp(`${clusterSource}|[^]`, 'gu')

/** Marks that a reader may leave out. The marks of Thai, Hindi or Japanese make another word. */
const optionalMark = /(?=\p{M})[\p{scx=Zinh}\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}]/gu
/** Also the tatweel of Arabic, which only makes a word longer. */
const invisible = /[\p{DI}\u0640]/gu

/** Spellings that Unicode's compatibility forms keep apart. */
const otherSpellings: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}
const plainMarks: Readonly<Record<string, string>> = Object.fromEntries([
  ...[...'‘’‚‛′ʼ'].map((quote) => [quote, "'"]),
  ...[...'“”„‟″«»'].map((quote) => [quote, '"']),
  ...[...'‐‑‒–—―−'].map((dash) => [dash, '-']),
])

const exactly = cached((text) => {
  const visible = text.replace(invisible, '').normalize('NFC').toLowerCase()
  return plainMarks[visible] ?? visible
})

const folded = cached((text) => {
  const plain = exactly(text).normalize('NFKD').replace(optionalMark, '').toLowerCase()
  return [...plain.normalize('NFC')].map((character) => otherSpellings[character] ?? character).join('')
})

/** In such a text nothing is converted but capitals, which takes a tenth of the time. */
export const isAscii = (text: string): boolean => !/[^\0-\x7F]/.test(text)

/**
 * A text for search as it is written: in lower case, without what is invisible, and with plain quotes and dashes, because
 * nobody types the others.
 */
export const exactForm = (text: string): string =>
  isAscii(text) ? text.toLowerCase() : text.replace(cluster, exactly).toLowerCase()

/**
 * A text for search without what a reader may leave out: accents, the vowel signs of Arabic and Hebrew, ligatures, the width
 * of letters, and ß for ss.
 */
export const foldedForm = (text: string): string =>
  isAscii(text) ? text.toLowerCase() : text.replace(cluster, folded).toLowerCase()

/** The folded form, and for each of its UTF-16 units the offset in `text`. The last offset is the length of `text`. */
export function foldWithOffsets(text: string): { readonly form: string; readonly offsets: readonly number[] } {
  const offsets: number[] = []
  let form = ''
  for (const { 0: unit, index } of text.matchAll(clusterOrCharacter)) {
    const plain = unit.length === 1 && unit < '\x80' ? unit.toLowerCase() : folded(unit)
    for (let at = 0; at < plain.length; at++) offsets.push(index)
    form += plain
  }
  offsets.push(text.length)
  return { form, offsets }
}
