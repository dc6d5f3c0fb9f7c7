import type { PromptChunk } from './prompt-chunks.js'
import type { Marker, PromptContent } from './prompt-content.js'

/** Of a chunk: ordinary text or one marker, cut further where a match of the search begins or ends. */
export interface PromptRun {
  readonly marker?: Marker
  readonly parts: readonly PromptPart[]
}

export interface PromptPart {
  readonly text: string
  /** Where the match that it belongs to begins in the chunk. */
  readonly match?: number
}

/** `matches` are in order and do not overlap, each of `length` characters. */
export function promptRuns(chunk: PromptContent, matches: readonly number[], length: number): readonly PromptRun[] {
  const runs: PromptRun[] = []
  let at = 0
  const add = (end: number, marker?: Marker) => {
    if (end > at) runs.push({ marker, parts: partsOf(chunk.text, at, end, matches, length) })
    at = end
  }
  for (const marker of chunk.markers) {
    add(marker.start)
    add(marker.end, marker)
  }
  add(chunk.text.length)
  return runs
}

function partsOf(text: string, start: number, end: number, matches: readonly number[], length: number): PromptPart[] {
  const parts: PromptPart[] = []
  let at = start
  const add = (to: number, match?: number) => {
    if (to > at) parts.push({ text: text.slice(at, to), match })
    at = Math.max(at, to)
  }
  for (const match of matches) {
    if (match + length <= start || match >= end) continue
    add(match)
    add(Math.min(end, match + length), match)
  }
  add(end)
  return parts
}

const none: readonly number[] = []

/** Of each chunk the matches that have a part in it, as places in it. All chunks without any get the same object. */
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
