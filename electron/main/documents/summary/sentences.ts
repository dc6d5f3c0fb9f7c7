/** A heading or a row of a table: a line that is no part of the sentence around it. */
const isOwnLine = (line: string) => /^\s{0,3}(?:#{1,6} |\|)/.test(line)
const isListItem = (line: string) => /^\s{0,12}(?:[-*•–+]|\d{1,3}[.)]) /.test(line)
// Bounded, so that a long row of dots takes linear time.
const sentenceEnd = /[.!?…]{1,9}["'”’»)\]]{0,3}\s+|[。！？]["'”’」』）]{0,3}\s*/gu
/** A period after one of these, or after a single letter, ends no sentence. */
const abbreviation = /(?:^|[\s(])(?:\p{L}|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Fig|vs|cf|al|pp|bzw|ca|Abs|Art)$/u

/**
 * The sentences of a text, in order and without those that have no letter or digit. A heading, a row of a table and an
 * item of a list begin one of their own. Joined they have every word of the text.
 */
export const sentencesOf = (text: string): readonly string[] =>
  unitsOf(text)
    .flatMap(divide)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))

function unitsOf(text: string): readonly string[] {
  const units: string[] = []
  let open = false
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === ''
    if (open && !isBlank && !isOwnLine(line) && !isListItem(line)) units.push(`${units.pop() ?? ''}\n${line}`)
    else if (!isBlank) units.push(line)
    open = !isBlank && !isOwnLine(line)
  }
  return units
}

function divide(unit: string): readonly string[] {
  const sentences: string[] = []
  let start = 0
  for (const end of unit.matchAll(sentenceEnd)) {
    const after = end.index + end[0].length
    if (end[0].startsWith('.') && abbreviation.test(unit.slice(Math.max(start, end.index - 6), end.index))) continue
    if (/\p{Ll}/u.test(unit.charAt(after))) continue
    sentences.push(unit.slice(start, after).trim())
    start = after
  }
  return [...sentences, unit.slice(start).trim()]
}
