/** A message with more lines than this is folded, to the height of `foldedLines` (question.css). */
const maxLines = 16
const charactersPerLine = 60

/** Whether a message is so long that it would push what was said before out of sight. */
export function isFoldable(text: string): boolean {
  if (text.length > maxLines * charactersPerLine) return true
  let lines = 0
  for (const line of text.split('\n', maxLines + 1)) lines += Math.max(1, Math.ceil(line.length / charactersPerLine))
  return lines > maxLines
}
