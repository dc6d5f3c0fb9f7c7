import type { ShownPrompt } from '../../../contract/context.js'

/** A prompt as shown: as text or as token ids. */
export interface PromptContent {
  readonly text: string
  /** In order; the text between them is ordinary. */
  readonly markers: readonly Marker[]
}

/** A marker of the model's format. */
export interface Marker {
  /** Offsets in the shown text; `end` is exclusive. */
  readonly start: number
  readonly end: number
  /** The accessible name: VoiceOver would read `<|start|>` as ordinary text. */
  readonly name: string
}

export type PromptKind = 'text' | 'tokens'

const tokensPerLine = 12

export function promptContent(prompt: ShownPrompt, kind: PromptKind): PromptContent {
  return kind === 'text' ? asText(prompt) : asTokens(prompt)
}

function asText({ text, markers }: ShownPrompt): PromptContent {
  return { text, markers: markers.map(({ start, end }) => ({ start, end, name: nameOf(text.slice(start, end)) })) }
}

function asTokens({ tokens, text: spelled, markers }: ShownPrompt): PromptContent {
  const shown: Marker[] = []
  const pieces: string[] = []
  let start = 0
  let next = 0
  for (const [index, id] of tokens.entries()) {
    const digits = `${id}`
    const marker = markers[next]
    if (marker?.token === index) {
      const name = `${digits}, ${nameOf(spelled.slice(marker.start, marker.end))}`
      shown.push({ start, end: start + digits.length, name })
      next++
    }
    pieces.push(digits, (index + 1) % tokensPerLine === 0 || index === tokens.length - 1 ? '\n' : ' ')
    start += digits.length + 1
  }
  return { text: pieces.join(''), markers: shown }
}

const nameOf = (marker: string) => `${marker.includes('/') ? 'end of ' : ''}${marker.replace(/\W/g, '')} marker`
