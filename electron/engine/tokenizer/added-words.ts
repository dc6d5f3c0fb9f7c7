import type { AddedToken } from './vocabulary.js'

/** A text between added tokens, or the id of one. */
export type Section = { readonly text: string } | { readonly id: number }

// The meaning of `\w` and `\s` in Hugging Face's tokenizers, which find added tokens with Rust's `regex`.
const wordCharacter = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]'
const space = '\\p{White_Space}'

/** Returns a function that finds added tokens that are ordinary text, the longest first, as their flags say. */
export function findAddedWords(words: readonly AddedToken[]): (text: string) => Iterable<Section> {
  if (words.length === 0) return (text) => [{ text }]
  const byContent = new Map(words.map((word) => [word.content, word]))
  const contents = [...byContent.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(contents.map((content) => content.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'gu')
  return function* (text) {
    let end = 0
    for (const { 0: content, index } of text.matchAll(pattern)) {
      const word = byContent.get(content)
      // A word may also stand in the whitespace that the one before it took.
      if (!word || !isPlaced(word, text, index)) continue
      const start = word.stripsLeft ? text.slice(end, index).replace(spacesAtEnd, '').length + end : index
      if (start > end) yield { text: text.slice(end, start) }
      yield { id: word.id }
      end = index + content.length
      if (word.stripsRight) end += spacesAtStart.exec(text.slice(end))?.[0].length ?? 0
    }
    if (end < text.length) yield { text: text.slice(end) }
  }
}

const spacesAtStart = new RegExp(`^${space}+`, 'u')
const spacesAtEnd = new RegExp(`(?<!${space})${space}+$`, 'u')
const wordAtStart = new RegExp(`^${wordCharacter}`, 'u')
const wordAtEnd = new RegExp(`${wordCharacter}$`, 'u')

function isPlaced({ isSingleWord, content }: AddedToken, text: string, index: number): boolean {
  if (!isSingleWord) return true
  const end = index + content.length
  return !wordAtEnd.test(text.slice(Math.max(0, index - 2), index)) && !wordAtStart.test(text.slice(end, end + 2))
}
