import { visibleText } from '../../../markdown/visible-text.js'
import { sentencesOf } from '../documents/summary/sentences.js'
import { countWords, extremeWords, germanWords, statementWords, talkBeginnings } from './claim-words.js'

/** Longer ones are lists or tables without an end, and no single claim. */
const maxSentenceCharacters = 1_000
/** More than a person looks at. */
const maxSentences = 400

/** The sentences of a reply that may state something, each once, in order: without code and questions, as they are shown. */
export function statementsOf(reply: string): readonly string[] {
  const prose = visibleText(reply.replace(/^ {0,3}(```|~~~)[\s\S]*?(?:^ {0,3}\1[ \t]*$|(?![\s\S]))/gm, '\n'))
  // Blocks stand on lines of their own; a line that goes on in lower case is a wrapped one.
  const sentences = prose
    .replace(/\n(?=\p{Ll})/gu, ' ')
    .split('\n')
    .flatMap(sentencesOf)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence.length <= maxSentenceCharacters && !/[?？]["'”’»)]*$/.test(sentence))
    .filter((sentence) => (sentence.match(/[\p{L}\p{N}]+/gu) ?? []).length >= 3)
  return [...new Set(sentences)].slice(0, maxSentences)
}

/**
 * Whether a sentence states a fact, by its words: a number, a date, a name, an extreme, or a verb of facts. It needs no model, and
 * finds what even a small one must not miss.
 */
export function isClaim(sentence: string): boolean {
  const body = sentence.replace(/^(?:[-*•]|\(?\d{1,3}[.)])\s+/, '')
  if (/\p{N}/u.test(body)) return true
  const words = body.match(/[\p{L}\p{M}’'-]+/gu) ?? []
  const lower = words.map((word) => word.toLowerCase())
  if (talkBeginnings.has(lower[0] ?? '')) return false
  if (lower.some((word) => countWords.has(word) || extremeWords.has(word) || statementWords.has(word))) return true
  if (
    lower.some(
      (word) => /^\p{L}{3,}(?:iest|gest|test|hest|dest|nest|lest|rest|pest|kest)$/u.test(word) && !notExtreme.has(word),
    )
  )
    return true
  return hasName(words, lower)
}

const notExtreme = new Set(
  'interest forest protest contest honest modest request harvest arrest conquest suggest digest latest'.split(' '),
)

/** A word with a capital that begins no sentence, or an acronym. */
function hasName(words: readonly string[], lower: readonly string[]): boolean {
  const rest = words.slice(1)
  if (rest.some((word) => /^\p{Lu}{2,}$/u.test(word))) return true
  const capitals = words.map((word) => /^\p{Lu}\p{L}/u.test(word))
  const isGerman = lower.filter((word) => germanWords.has(word)).length >= 2
  // Two in a row are a name in German, too.
  if (isGerman) return capitals.some((is, index) => index > 1 && is && capitals[index - 1])
  return capitals.some((is, index) => index > 0 && is)
}

/** The claims in the statements of a reply: by words, and those whose numbers, from 1, a model named. In their order. */
export const claimsIn = (statements: readonly string[], named: ReadonlySet<number> = new Set()): readonly string[] =>
  statements.filter((statement, index) => named.has(index + 1) || isClaim(statement))

/** The numbers in the answer of a model: "1, 3–5" → 1, 3, 4, 5. Those of no sentence are dropped. */
export function numbersIn(answer: string, count: number): ReadonlySet<number> {
  const found = new Set<number>()
  for (const [, from = '', to = from] of answer.matchAll(/(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?/g))
    for (let number = Number(from); number <= Math.min(Number(to), count); number++) if (number > 0) found.add(number)
  return found
}
