import type { Marker, PromptContent } from './prompt-content.js'

/** Some lines of the shown prompt, which are laid out together. */
export interface PromptChunk extends PromptContent {
  /** The offset of the chunk in the whole text. Offsets of its markers are relative to the chunk. */
  readonly start: number
  /** Estimated number of lines on screen. */
  readonly lines: number
}

const maxLines = 40
const maxCharacters = 4_000
const charactersPerLine = 76

/** Splits a prompt at line ends, and a very long line after a space if it has one, but never inside a marker. */
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
  const near = text.slice(start, start + maxCharacters)
  let end = 0
  for (let lines = 0; lines < maxLines; lines++) {
    const newline = near.indexOf('\n', end)
    if (newline < 0) break
    end = newline + 1
    if (lines === maxLines - 1) return start + end
  }
  if (start + near.length === text.length) return text.length
  return start + (end || near.lastIndexOf(' ') + 1 || maxWholeLength(near))
}

/** Returns the largest length at which the text can be cut without splitting a surrogate pair. */
const maxWholeLength = (text: string) => (/[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length)
