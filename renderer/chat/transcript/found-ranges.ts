import type { FoundPassage } from '../../stores/conversations.js'
import { findText, lowerCase } from '../prompt/find-text.js'

/** The words that a search hit marks in its passage, without duplicates. */
export const foundWords = ({ snippet, matches }: Pick<FoundPassage, 'snippet' | 'matches'>): readonly string[] => [
  ...new Set(matches.map(([start, end]) => lowerCase(snippet.slice(start, end)))),
]

/** The same rule as in the search of main. Applied to two UTF-16 units, which hold any character. */
const endsInWord = /[\p{L}\p{N}\p{M}\p{Co}]$/u
const isSpaceless =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u

/** Finds `words` at the start of a word in the text of `element`, in text order. Skips the headers of code blocks. */
export function rangesOf(element: Element, words: readonly string[]): readonly Range[] {
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

/** Finds `words` at the start of a word, in text order; anywhere in scripts that have no spaces. */
export function placesOf(text: string, words: readonly string[]): readonly { start: number; end: number }[] {
  return words
    .flatMap((word) => findText(text, word).map((start) => ({ start, end: start + word.length })))
    .filter(
      ({ start }) =>
        isSpaceless.test(text.slice(start, start + 2)) || !endsInWord.test(text.slice(Math.max(0, start - 2), start)),
    )
    .toSorted((a, b) => a.start - b.start)
}
