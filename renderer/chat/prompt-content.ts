import type { ShownPrompt } from '../../contract/context.js'

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
  const named = new Map(markers.map(({ start, end, token }) => [token, nameOf(spelled.slice(start, end))]))
  const shown: Marker[] = []
  let text = ''
  for (const [index, id] of tokens.entries()) {
    const start = text.length
    text += id
    const name = named.get(index)
    if (name !== undefined) shown.push({ start, end: text.length, name: `${id}, ${name}` })
    text += (index + 1) % tokensPerLine === 0 || index === tokens.length - 1 ? '\n' : ' '
  }
  return { text, markers: shown }
}

const nameOf = (marker: string) => `${marker.replace(/\W/g, '')} marker`
