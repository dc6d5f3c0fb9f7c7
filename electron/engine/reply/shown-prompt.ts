import type { PromptMarker, ShownPrompt } from '../../../contract/context.js'
import { type Segment, spelling } from '../chat-format/segment.js'

/** Returns a prompt for display, with the positions of its markers, because a text may spell one. */
export async function shownPrompt<Marker extends string>(
  segments: readonly Segment<Marker>[],
  encode: (segments: readonly Segment<Marker>[]) => Promise<readonly number[]>,
): Promise<ShownPrompt> {
  const tokens: number[] = []
  const markers: PromptMarker[] = []
  let text = ''
  for (const segment of segments) {
    const start = text.length
    text += spelling(segment)
    if ('marker' in segment) markers.push({ start, end: text.length, token: tokens.length })
    for (const id of await encode([segment])) tokens.push(id)
  }
  return { tokens, text, markers }
}
