import { lowerCase } from '../../../contract/lower-case.js'
import type { FoundPassage } from '../../stores/conversations.js'
import { findText } from '../prompt/find-text.js'

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

/** Elements that may begin or end inside a word. Others keep what they hold apart from the text around them. */
const joining = 'a, code, del, em, kbd, span, strong, sub, sup'

/** Text that reads as one, in the nodes that hold it, each with its offset in the text. */
interface Stretch {
  text: string
  readonly nodes: { readonly node: Node; readonly start: number }[]
}

/**
 * Finds `words` in the text of `element`, in text order. Skips formulas, whose letters are drawn in another order.
 */
export const rangesOf = (element: Element, words: readonly FoundWord[]): readonly Range[] =>
  stretchesOf(element).flatMap((stretch) =>
    placesOf(stretch.text, words).map(({ start, end }) => rangeIn(stretch, start, end)),
  )

/** The range of a part of a stretch, which is not empty. */
export function rangeIn(stretch: Stretch, start: number, end: number): Range {
  const range = new Range()
  range.setStart(...pointIn(stretch, start))
  // The last character is in the node before one that begins here.
  const [node, offset] = pointIn(stretch, end - 1)
  range.setEnd(node, offset + 1)
  return range
}

/** The text of `element` in stretches that read as one, without formulas, whose letters are drawn in another order. */
export function stretchesOf(element: Element): readonly Stretch[] {
  const stretches: Stretch[] = []
  let holder: Element | null | undefined
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (node instanceof Element) {
      if (!node.matches(joining)) holder = undefined
      continue
    }
    if (node.parentElement?.closest('.md-formula')) continue
    const within = node.parentElement?.closest(`:not(${joining})`)
    const last = within === holder ? stretches.at(-1) : undefined
    const stretch = last ?? { text: '', nodes: [] }
    if (!last) stretches.push(stretch)
    holder = within
    stretch.nodes.push({ node, start: stretch.text.length })
    stretch.text += node.textContent ?? ''
  }
  return stretches
}

/** The node that holds the character at `offset`, and its offset there. */
function pointIn({ nodes }: Stretch, offset: number): [Node, number] {
  let [low, high] = [0, nodes.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((nodes[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  const { node, start } = nodes[low] ?? { node: document.body, start: offset }
  return [node, offset - start]
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
