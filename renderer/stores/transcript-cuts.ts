import type { Cut } from '../../contract/context.js'
import type { TranscriptState } from './transcript.js'

/** A summary of the oldest messages is being made: nothing can be sent meanwhile. */
export const isFolding = (transcript: TranscriptState | null): boolean =>
  transcript !== null && Object.values(transcript.cuts).some(({ state }) => state === 'waiting' || state === 'writing')

/** Changes with everything that changes what the next prompt weighs, but the draft and the settings. */
export function promptKey(transcript: TranscriptState | null): string {
  if (!transcript) return ''
  const last = transcript.messages[transcript.order.at(-1) ?? '']
  const state = last?.role === 'assistant' ? last.state : ''
  const jobs = Object.values(transcript.jobs).map((job) => job.state)
  const cuts = Object.values(transcript.cuts).map((cut) => `${cut.id}${cut.state}${cut.summary.length}`)
  return [transcript.order.length, last?.id, state, ...jobs, ...cuts].join(' ')
}

/** The cuts by the message that they stand below, older ones first. */
export function cutsByMessage(cuts: TranscriptState['cuts']): ReadonlyMap<string, readonly Cut[]> {
  const byMessage = new Map<string, readonly Cut[]>()
  for (const cut of Object.values(cuts).sort((a, b) => a.createdAt - b.createdAt)) {
    byMessage.set(cut.messageId, [...(byMessage.get(cut.messageId) ?? []), cut])
  }
  return byMessage
}

/** The cut that counts for the next prompt: the one of the latest message, if any. */
export function lastCut({ cuts, order }: TranscriptState): Cut | undefined {
  const placed = Object.values(cuts).map((cut) => ({ cut, place: order.indexOf(cut.messageId) }))
  return placed.sort((a, b) => a.place - b.place || a.cut.createdAt - b.cut.createdAt).at(-1)?.cut
}
