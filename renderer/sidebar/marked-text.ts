export interface TextPiece {
  readonly text: string
  readonly isMatch: boolean
}

/** Splits `text` into pieces and marks those between the offsets of `matches`. Ignores overlapping and invalid offsets. */
export function markMatches(text: string, matches: readonly (readonly [number, number])[]): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  for (const [start, stop] of matches.toSorted(([a], [b]) => a - b)) {
    if (start < end || stop <= start || stop > text.length) continue
    if (start > end) pieces.push({ text: text.slice(end, start), isMatch: false })
    pieces.push({ text: text.slice(start, stop), isMatch: true })
    end = stop
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isMatch: false })
  return pieces
}
