import { cached } from './cached.js'
import { exactForm, foldedForm, isAscii } from './fold.js'

/**
 * The number of the rules by which texts become tokens: what a message shows (searched-text.ts), its forms and their tokens.
 * Another number for other rules, and every index is built again.
 */
export const indexForm = 2

/**
 * Characters that are a token of their own: those of scripts written without spaces, Korean syllables, so that a word of any
 * length is found anywhere, and symbols and punctuation, so that `C++` and 🍕 are found.
 */
const single =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]\p{M}*|[\p{P}\p{S}]/gu
/** Not unassigned characters: they may be newer than this Unicode. */
const gap = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]+/gu

/** A text of either form with its tokens between spaces. */
const spaced = (form: string): string => form.replace(single, ' $& ').replace(gap, ' ')

const tokensOf = (form: string): readonly string[] =>
  spaced(form)
    .split(' ')
    .filter((token) => token !== '')

/** The words of a text in their folded form, in order; characters of scripts without spaces, and symbols, one by one. */
export const foldedTokens = (text: string): readonly string[] => tokensOf(foldedForm(text))

/** A text for the index: its tokens as written, and those of its words that have another folded form. */
export interface IndexText {
  readonly exact: string
  readonly folded: string
  /** See `gramsOf`. */
  readonly grams: string
}

export function toIndexText(text: string): IndexText {
  const exact = exactForm(text)
  const folded = foldedForm(text)
  const words = new Set(spaced(folded).split(' '))
  return {
    exact: spaced(exact),
    folded: exact === folded ? '' : foldedWords(text),
    grams: [...words].map(indexGrams).join(' '),
  }
}

const foldedWords = (text: string): string =>
  text
    .split(/\s+/u)
    .filter((word) => !isAscii(word))
    .map((word) => {
      const folded = foldedForm(word)
      return folded === exactForm(word) ? '' : spaced(folded)
    })
    .join(' ')

const gramLength = 3

/**
 * The pieces of three characters in a word by which a word inside it is found. The word's beginning has none: the index of
 * words finds it.
 */
function gramsOf(word: string, from = 1): readonly string[] {
  // A list of characters takes five times as long as the text, and few words need one.
  const characters = /[\uD800-\uDFFF]/.test(word) ? [...word] : word
  const grams: string[] = []
  for (let at = from; at + gramLength <= characters.length; at++) {
    const gram = characters.slice(at, at + gramLength)
    grams.push(typeof gram === 'string' ? gram : gram.join(''))
  }
  return grams
}

/** Most words are in many texts. */
const indexGrams = cached((word) => gramsOf(word).join(' '))

/** One word of a query, in tokens; the last token of each form is a prefix. */
export interface QueryWord {
  /** As it was typed. */
  readonly text: string
  readonly exact: readonly string[]
  readonly folded: readonly string[]
  /** Pieces that a longer word must contain to have this word inside; empty for a word that is only found at a beginning. */
  readonly grams: readonly string[]
}

/** Longer queries are cut: nobody types as many words, and each costs time. */
const maxWords = 20
/** What surrounds a word that is pasted from a sentence. It counts only in a word that has nothing else. */
const surrounding = new Set('.,;:!?…"\'()[]{}<>¿¡、。，！？「」『』（）*_~`')

function withoutSurrounding(word: string): string {
  let start = 0
  let end = word.length
  while (start < end && surrounding.has(word.charAt(start))) start++
  while (start < end && surrounding.has(word.charAt(end - 1))) end--
  return start < end ? word.slice(start, end) : word
}

/** The words of a query. Any string is a valid query; one with nothing visible has no words. */
export function queryWords(query: string): readonly QueryWord[] {
  return query
    .split(/\s+/u)
    .slice(0, maxWords)
    .map(toQueryWord)
    .filter(({ exact, folded }) => exact.length > 0 && folded.length > 0)
}

function toQueryWord(text: string): QueryWord {
  const bare = withoutSurrounding(exactForm(text))
  const folded = foldedTokens(bare)
  const [word = ''] = folded
  const isPlainWord = folded.length === 1 && /^[\p{L}\p{N}]/u.test(word) && !word.match(single)
  return { text, exact: tokensOf(bare), folded, grams: isPlainWord ? gramsOf(word, 0) : [] }
}

/** Another expression for the beginning of a word, or undefined: see word-beginnings.ts. */
type SpellOut = (beginning: string) => string | undefined

function phrase(tokens: readonly string[], spellOut: SpellOut = () => undefined): string {
  const [first = '', ...more] = tokens
  const other = more.length === 0 ? spellOut(first) : undefined
  return other ?? `"${tokens.join(' ').replaceAll('"', '""')}" *`
}

/** Queries of FTS5, for the index of words. */
export const exactExpression = (words: readonly QueryWord[], spellOut?: SpellOut): string =>
  `exact : (${words.map(({ exact }) => phrase(exact, spellOut)).join(' AND ')})`

export const foldedExpression = (words: readonly QueryWord[], spellOut?: SpellOut): string =>
  words.map(({ folded }) => phrase(folded, spellOut)).join(' AND ')

/** A query of FTS5, for the index of pieces. */
export const gramExpression = ({ grams }: QueryWord): string => grams.map((gram) => `"${gram}"`).join(' AND ')
