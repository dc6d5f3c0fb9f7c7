import type { Continuation } from '../../../contract/engine.js'
import type { HarmonySegment } from './render.js'

/**
 * Renders the beginning of a continued reply, after the prompt's `<|start|>assistant`: the analysis, closed if the
 * answer is continued, and the text so far.
 */
export function renderContinuation({ reasoning, text, channel }: Continuation): HarmonySegment[] {
  if (channel === 'reasoning') return renderOpen('analysis', reasoning)
  const closed: HarmonySegment[] =
    reasoning === ''
      ? []
      : [...renderOpen('analysis', reasoning), { marker: '<|end|>' }, { marker: '<|start|>' }, { text: 'assistant' }]
  return [...closed, ...renderOpen('final', text)]
}

/** Renders the header of the continued message, which the parser must read first. */
export function renderOpenHeader({ channel }: Continuation): HarmonySegment[] {
  return renderOpen(channel === 'reasoning' ? 'analysis' : 'final', '')
}

function renderOpen(channel: string, text: string): HarmonySegment[] {
  return [{ marker: '<|channel|>' }, { text: channel }, { marker: '<|message|>' }, ...(text === '' ? [] : [{ text }])]
}
