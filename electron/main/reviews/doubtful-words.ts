import { type DoubtfulWord, doubtfulBelow, wordsOf } from '../../../contract/doubts.js'
import type { WeighedPiece } from '../../../contract/engine.js'
import { sameWords } from '../../../markdown/same-words.js'
import { visibleText } from '../../../markdown/visible-text.js'

/**
 * The doubtful words that `text` shows, whose weighed pieces are given. The chance of a word is the product of those of its pieces. Pieces
 * that a tokenizer wrote in other characters are counted word by word.
 */
export function doubtfulWords(text: string, pieces: readonly WeighedPiece[]): readonly DoubtfulWord[] {
  const places = wordsOf(text)
  const shown = visibleText(text)
  const weighed = wordsOf(pieces.map((piece) => piece.text).join(''))
  const chances = weighed.map(() => 1)
  let at = 0
  let first = 0
  for (const { text: piece, chance } of pieces) {
    const end = at + piece.length
    while (first < weighed.length && (weighed[first]?.end ?? 0) <= at) first++
    // A token may hold the end of one word and the beginning of another.
    for (let i = first; i < weighed.length && (weighed[i]?.start ?? end) < end; i++)
      chances[i] = (chances[i] ?? 1) * chance
    at = end
  }
  const isShown = sameWords(spelled(text, places), spelled(shown, wordsOf(shown)))
  return places.flatMap((place, i) => {
    const chance = chances[i] ?? 1
    return chance < doubtfulBelow && isShown[i] !== undefined ? [{ ...place, chance }] : []
  })
}

const spelled = (text: string, places: ReturnType<typeof wordsOf>) =>
  places.map(({ start, end }) => text.slice(start, end))
