import { wordsOf } from '../../../contract/doubts.js'
import { sameWords } from '../../../markdown/same-words.js'
import type { Weighed } from '../../stores/doubts.js'
import { rangeIn, stretchesOf } from '../transcript/found-ranges.js'

/** The ranges of the doubtful words in `part`, which shows the text of a reply; undefined for a word that it does not draw. */
export function drawnDoubts(part: Element, { text, doubts }: Weighed): readonly (Range | undefined)[] {
  if (!doubts) return []
  const source = wordsOf(text)
  const drawn = stretchesOf(part).flatMap((stretch) => wordsOf(stretch.text).map((place) => ({ stretch, ...place })))
  const places = sameWords(
    source.map(({ start, end }) => text.slice(start, end)),
    drawn.map(({ stretch, start, end }) => stretch.text.slice(start, end)),
  )
  const numbers = new Map(source.map(({ start }, i) => [start, i]))
  return doubts.words.map(({ start }) => {
    const word = drawn[places[numbers.get(start) ?? -1] ?? -1]
    return word && rangeIn(word.stretch, word.start, word.end)
  })
}
