import type { Place } from '../tokenizer/place.js'

/** A piece of a prompt before encoding: a marker, or a text that is encoded separately as ordinary text. */
export type Segment<Marker extends string = string> = { readonly marker: Marker } | { readonly text: string }

/** Encodes segments. Stops soon after `limit` ids. */
export async function encodeSegments<Marker extends string>(
  segments: readonly Segment<Marker>[],
  ids: Readonly<Record<Marker, number>>,
  encode: (text: string, limit: number, place: Place) => Promise<readonly number[]>,
  limit = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const tokens: number[] = []
  for (const segment of segments) {
    if (tokens.length > limit) break
    if ('marker' in segment) tokens.push(ids[segment.marker])
    else {
      const place = tokens.length > 0 ? 'after-token' : 'start'
      for (const id of await encode(segment.text, limit - tokens.length, place)) tokens.push(id)
    }
  }
  return tokens
}

/** Returns the prompt as text with spelled markers. */
export function promptText(segments: readonly Segment[]): string {
  return segments.map(spelling).join('')
}

/** Returns a segment as text. */
export function spelling(segment: Segment): string {
  return 'marker' in segment ? segment.marker : segment.text
}
