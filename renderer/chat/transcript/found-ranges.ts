import type { FoundPassage } from '../../stores/conversations.js'
import { findText, lowerCase } from '../prompt/find-text.js'

/** A word that a search hit marks in its passage, in lower case. */
interface FoundWord {
  readonly text: string
  /** It is inside another word. */
  readonly isInside: boolean
}

/** The words that a search hit marks, without duplicates. */
export function foundWords({ snippet, matches }: Pick<FoundPassage, 'snippet' | 'matches'>): readonly FoundWord[] {
  const words = new Map<string, FoundWord>()
  for (const [start, end] of matches) {
    const text = lowerCase(snippet.slice(start, end))
    const isInside = words.get(text)?.isInside !== false && !isWordStart(snippet, start)
    words.set(text, { text, isInside })
  }
  return [...words.values()]
}

/** The same rule as in the search of main. Applied to two UTF-16 units, which hold any character. */
const startsWithWord = /^[\p{L}\p{N}]/u
const endsInWord = /[\p{L}\p{N}\p{M}\p{Co}]$/u
const isSpaceless =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u

/** Finds `words` in the text of `element`, in text order. Skips the headers of code blocks. */
export function rangesOf(element: Element, words: readonly FoundWord[]): readonly Range[] {
  const ranges: Range[] = []
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.parentElement?.closest('.code-head')) continue
    const text = node.textContent ?? ''
    for (const { start, end } of placesOf(text, words)) {
      const range = new Range()
      range.setStart(node, start)
      range.setEnd(node, end)
      ranges.push(range)
    }
  }
  return ranges
}

/** Finds `words` where they may be, in text order: inside a word, or only at the start of one. */
export function placesOf(text: string, words: readonly FoundWord[]): readonly { start: number; end: number }[] {
  return words
    .flatMap((word) => findText(text, word.text).map((start) => ({ start, end: start + word.text.length, word })))
    .filter(({ start, word }) => word.isInside || isWordStart(text, start))
    .map(({ start, end }) => ({ start, end }))
    .toSorted((a, b) => a.start - b.start)
}

const isWordStart = (text: string, at: number) =>
  !startsWithWord.test(text.slice(at, at + 2)) ||
  isSpaceless.test(text.slice(at, at + 2)) ||
  !endsInWord.test(text.slice(Math.max(0, at - 2), at))
