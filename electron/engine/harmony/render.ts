import type { Effort, PromptMessage } from '../../../contract/engine.js'
import type { HarmonyIds, HarmonyMarker } from './markers.js'

/** A prompt before it is encoded: markers, and texts that are encoded one by one as ordinary text. */
export type Segment = { readonly marker: HarmonyMarker } | { readonly text: string }

export interface Prompt {
  /** The developer message, if any. */
  readonly instructions?: string
  readonly messages: readonly PromptMessage[]
  readonly effort: Effort
  /** YYYY-MM-DD */
  readonly date: string
}

/**
 * The prompt as openai-harmony 0.0.8 renders it for completion by the assistant. Texts are cut where the library
 * cuts them, so that equal vocabularies give equal ids.
 */
export function renderPrompt(prompt: Prompt): Segment[] {
  return [
    ...renderSystem(prompt.effort, prompt.date),
    ...(prompt.instructions ? renderMessage('developer', `# Instructions\n\n${prompt.instructions}`) : []),
    ...prompt.messages.flatMap(({ role, text }) =>
      role === 'user' ? renderMessage('user', text) : renderMessage('assistant', text, 'final'),
    ),
    { marker: '<|start|>' },
    { text: 'assistant' },
  ]
}

/** What every prompt of a day and an effort begins with. */
export function renderSystem(effort: Effort, date: string): Segment[] {
  return renderMessage(
    'system',
    `You are ChatGPT, a large language model trained by OpenAI.
Knowledge cutoff: 2024-06
Current date: ${date}

Reasoning: ${effort}

# Valid channels: analysis, commentary, final. Channel must be included for every message.`,
  )
}

function renderMessage(role: string, text: string, channel?: string): Segment[] {
  return [
    { marker: '<|start|>' },
    { text: role },
    ...(channel === undefined ? [] : [{ marker: '<|channel|>' } as const, { text: channel }]),
    { marker: '<|message|>' },
    { text },
    { marker: '<|end|>' },
  ]
}

/** The ids of a prompt, cut short soon after `limit` of them. */
export async function encodePrompt(
  segments: readonly Segment[],
  ids: HarmonyIds,
  encode: (text: string, limit: number) => Promise<readonly number[]>,
  limit = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const tokens: number[] = []
  for (const segment of segments) {
    if (tokens.length > limit) break
    if ('marker' in segment) tokens.push(ids[segment.marker])
    else for (const id of await encode(segment.text, limit - tokens.length)) tokens.push(id)
  }
  return tokens
}

/** The prompt as a person reads it, markers spelled out. */
export function promptText(segments: readonly Segment[]): string {
  return segments.map((segment) => ('marker' in segment ? segment.marker : segment.text)).join('')
}
