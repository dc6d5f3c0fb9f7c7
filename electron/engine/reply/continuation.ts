import type { Continuation } from '../../../contract/engine.js'
import type { Segment } from '../harmony/render.js'

/**
 * What a reply that goes on from `continuation` begins with, after the prompt's own end `<|start|>assistant`: its
 * analysis, closed when the answer is what goes on, and the text so far.
 */
export function renderContinuation({ reasoning, text, channel }: Continuation): Segment[] {
  if (channel === 'reasoning') return renderOpen('analysis', reasoning)
  const closed: Segment[] =
    reasoning === ''
      ? []
      : [...renderOpen('analysis', reasoning), { marker: '<|end|>' }, { marker: '<|start|>' }, { text: 'assistant' }]
  return [...closed, ...renderOpen('final', text)]
}

/** The header in which a continuation goes on: what the parser has to have seen. */
export function openHeader({ channel }: Continuation): Segment[] {
  return renderOpen(channel === 'reasoning' ? 'analysis' : 'final', '')
}

function renderOpen(channel: string, text: string): Segment[] {
  return [{ marker: '<|channel|>' }, { text: channel }, { marker: '<|message|>' }, ...(text === '' ? [] : [{ text }])]
}
