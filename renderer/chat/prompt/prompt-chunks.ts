import type { Marker, PromptContent } from './prompt-content.js'

/** Some lines of what is shown: what is laid out or not laid out as one. */
export interface PromptChunk extends PromptContent {
  /** Of its text in the whole; its markers are counted from here. */
  readonly start: number
  /** About as many as it takes. */
  readonly lines: number
}

const mostLines = 40
const mostCharacters = 4_000
const charactersPerLine = 76

/** Cut at the ends of lines, and a line that is very long behind a space if it has one, but never within a marker. */
export function promptChunks({ text, markers }: PromptContent): readonly PromptChunk[] {
  const chunks: PromptChunk[] = []
  let next = 0
  for (let start = 0; start < text.length; ) {
    const first = next
    let end = chunkEnd(text, start)
    for (let marker = markers[next]; marker && marker.start < end; marker = markers[++next]) {
      end = Math.max(end, marker.end)
    }
    const own = markers.slice(first, next).map((marker) => moved(marker, -start))
    chunks.push(chunkOf(text.slice(start, end), own, start))
    start = end
  }
  return chunks
}

function chunkOf(text: string, markers: readonly Marker[], start: number): PromptChunk {
  const lines = Math.max(text.split('\n').length - 1, Math.ceil(text.length / charactersPerLine))
  return { text, markers, start, lines }
}

const moved = (marker: Marker, by: number): Marker => ({ ...marker, start: marker.start + by, end: marker.end + by })

function chunkEnd(text: string, start: number): number {
  const near = text.slice(start, start + mostCharacters)
  let end = 0
  for (let lines = 0; lines < mostLines; lines++) {
    const newline = near.indexOf('\n', end)
    if (newline < 0) break
    end = newline + 1
    if (lines === mostLines - 1) return start + end
  }
  if (start + near.length === text.length) return text.length
  return start + (end || near.lastIndexOf(' ') + 1 || wholeCharacters(near))
}

/** Where a text may be cut at its end without a half of a character before the cut. */
const wholeCharacters = (text: string) => (/[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length)
