import type { PromptChunk } from './prompt-chunks.js'
import type { Marker, PromptContent } from './prompt-content.js'

/** A segment of a chunk: ordinary text or one marker, split further where a search match begins or ends. */
export interface PromptSegment {
  readonly marker?: Marker
  readonly pieces: readonly PromptPiece[]
}

export interface PromptPiece {
  readonly text: string
  /** The offset in the chunk of the match that the piece belongs to. */
  readonly match?: number
}

/** Splits a chunk into segments. `matches` are offsets in order, do not overlap, and have `length` characters each. */
export function promptSegments(
  chunk: PromptContent,
  matches: readonly number[],
  length: number,
): readonly PromptSegment[] {
  const segments: PromptSegment[] = []
  let at = 0
  const add = (end: number, marker?: Marker) => {
    if (end > at) segments.push({ marker, pieces: piecesOf(chunk.text, at, end, matches, length) })
    at = end
  }
  for (const marker of chunk.markers) {
    add(marker.start)
    add(marker.end, marker)
  }
  add(chunk.text.length)
  return segments
}

function piecesOf(text: string, start: number, end: number, matches: readonly number[], length: number): PromptPiece[] {
  const pieces: PromptPiece[] = []
  let at = start
  const add = (to: number, match?: number) => {
    if (to > at) pieces.push({ text: text.slice(at, to), match })
    at = Math.max(at, to)
  }
  for (const match of matches) {
    if (match + length <= start || match >= end) continue
    add(match)
    add(Math.min(end, match + length), match)
  }
  add(end)
  return pieces
}

const none: readonly number[] = []

/** For each chunk, the offsets in it of the matches that overlap it. All chunks without matches get the same array. */
export function matchesByChunk(
  chunks: readonly PromptChunk[],
  places: readonly number[],
  length: number,
): readonly (readonly number[])[] {
  return chunks.map(({ start, text }) => {
    const own = places.filter((place) => place > start - length && place < start + text.length)
    return own.length === 0 ? none : own.map((place) => place - start)
  })
}
