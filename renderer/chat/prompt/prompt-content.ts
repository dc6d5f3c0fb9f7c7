import type { ShownPrompt } from '../../../contract/context.js'

/** What is shown of a prompt, as text or as tokens. */
export interface PromptContent {
  readonly text: string
  /** In order; what stands between them is ordinary text. */
  readonly markers: readonly Marker[]
}

/** A token of harmony's own. */
export interface Marker {
  /** Of its characters in what is shown; `end` is the first one behind it. */
  readonly start: number
  readonly end: number
  /** For VoiceOver, which reads `<|start|>` like any other text. */
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

const nameOf = (marker: string) => `${marker.replace(/\W/g, '')} marker`
