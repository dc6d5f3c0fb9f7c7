import type { Cut } from '../../contract/context.js'
import type { TranscriptState } from './transcript.js'

const isBeingMade = ({ state }: Cut) => state === 'waiting' || state === 'writing'

/** The summary that is being written, if any. Nothing can be sent until it is done. */
export const foldOf = (transcript: TranscriptState | null): Cut | undefined =>
  transcript === null ? undefined : Object.values(transcript.cuts).find(isBeingMade)

/** The folds that were being made in `before` and are done in `after`. */
export function doneFolds(before: TranscriptState | null, after: TranscriptState | null): readonly Cut[] {
  if (!before || !after || before === after) return []
  return Object.values(after.cuts).filter(({ id, state }) => {
    const earlier = before.cuts[id]
    return state === 'done' && earlier !== undefined && isBeingMade(earlier)
  })
}

/** How many messages a cut hides, without those that an earlier cut hides. */
export function cutSize({ cuts, order }: TranscriptState, { id, messageId }: Cut): number {
  const place = order.indexOf(messageId)
  const earlier = Object.values(cuts)
    .filter((cut) => cut.id !== id && cut.state === 'done')
    .map((cut) => order.indexOf(cut.messageId))
    .filter((other) => other < place)
  return place - Math.max(-1, ...earlier)
}

/** Changes whenever a cut that applies to the next prompt changes. */
export const cutsKey = (transcript: TranscriptState | null): string =>
  Object.values(transcript?.cuts ?? {})
    .filter(({ state }) => state === 'done')
    .map(({ id, summary }) => `${id}${summary.length}`)
    .join(' ')

/** Changes whenever the token count of the next prompt can change, except by the draft and the settings. */
export function promptKey(transcript: TranscriptState | null): string {
  if (!transcript) return ''
  const last = transcript.messages[transcript.order.at(-1) ?? '']
  const state = last?.role === 'assistant' ? last.state : ''
  const jobs = Object.values(transcript.jobs).map((job) => job.state)
  const cuts = Object.values(transcript.cuts).map((cut) => `${cut.id}${cut.state}${cut.summary.length}`)
  const documents = Object.values(transcript.documents).map((each) => `${each.state}${each.isAttached}`)
  return [transcript.order.length, last?.id, state, ...jobs, ...documents, ...cuts].join(' ')
}

/** The cuts by the message that they follow, in the order of creation; not by `createdAt`, as the clock may be set back. */
export function cutsByMessage(cuts: TranscriptState['cuts']): ReadonlyMap<string, readonly Cut[]> {
  const byMessage = new Map<string, readonly Cut[]>()
  for (const cut of Object.values(cuts)) {
    byMessage.set(cut.messageId, [...(byMessage.get(cut.messageId) ?? []), cut])
  }
  return byMessage
}

/** The cut that applies to the next prompt: the one after the latest message. */
export function lastCut({ cuts, order }: TranscriptState): Cut | undefined {
  const placed = Object.values(cuts).map((cut) => ({ cut, place: order.indexOf(cut.messageId) }))
  return placed.sort((a, b) => a.place - b.place).at(-1)?.cut
}
