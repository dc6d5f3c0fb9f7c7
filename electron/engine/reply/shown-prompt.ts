import type { PromptMarker, ShownPrompt } from '../../../contract/context.js'
import { type Segment, spelling } from '../chat-format/segment.js'
import type { Place } from '../tokenizer/place.js'

/** Returns a prompt for display, with the positions of its markers, because a text may spell one. */
export async function shownPrompt<Marker extends string>(
  segments: readonly Segment<Marker>[],
  ids: Readonly<Record<Marker, number>>,
  encode: (text: string, place: Place) => Promise<readonly number[]>,
): Promise<ShownPrompt> {
  const tokens: number[] = []
  const markers: PromptMarker[] = []
  let text = ''
  for (const segment of segments) {
    const start = text.length
    text += spelling(segment)
    if ('marker' in segment) {
      markers.push({ start, end: text.length, token: tokens.length })
      tokens.push(ids[segment.marker])
    } else for (const id of await encode(segment.text, tokens.length > 0 ? 'after-token' : 'start')) tokens.push(id)
  }
  return { tokens, text, markers }
}
