import type { ReplyStatistics } from '../../../contract/chat.js'
import type { GenerateEvent } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { ReplyEnd } from '../store/store.js'

type End = Extract<GenerateEvent, { type: 'end' }>

/** The end of a reply for the engine's `end` event. */
export function endOf(event: End, hasAnswer: boolean): ReplyEnd {
  const { reason } = event
  const statistics = statisticsOf(event)
  if (reason === 'cancelled') return { state: 'stopped', statistics }
  return { ...(hasAnswer ? { state: 'done' } : withoutAnswer(reason)), statistics }
}

/** The end of a reply whose run was aborted or failed. */
export function endAfter(error: unknown, signal: AbortSignal): ReplyEnd {
  const cause = signal.aborted ? signal.reason : error
  if (cause instanceof AppError) return { state: 'failed', error: { code: cause.code, message: cause.message } }
  if (signal.aborted || error === undefined) return { state: 'stopped' }
  const message = error instanceof Error ? error.message : String(error)
  return { state: 'failed', error: { code: 'unknown', message } }
}

function statisticsOf({ decodeMs, reason, ...rest }: End): ReplyStatistics {
  return {
    promptTokens: rest.promptTokens,
    cachedTokens: rest.cachedTokens,
    replyTokens: rest.replyTokens,
    reasoningTokens: rest.reasoningTokens,
    firstTokenMs: rest.firstTokenMs,
    // The first token belongs to the prompt's last step.
    tokensPerSecond: decodeMs > 0 ? (Math.max(0, rest.replyTokens - 1) * 1_000) / decodeMs : 0,
    endReason: reason,
    ...(rest.leftOutTokens && { leftOutTokens: rest.leftOutTokens }),
    ...(rest.isMalformed && { isMalformed: true }),
  }
}

/** The model stopped without an answer. This counts as a failure, because an empty reply would look like a fault of the app. */
function withoutAnswer(reason: 'stop' | 'length'): Pick<ReplyEnd, 'state' | 'error'> {
  const message =
    reason === 'length'
      ? 'The reply reached its limit before the answer began. What the model thought is kept above. Continue, allow longer replies, or ask with less text.'
      : 'The model ended without an answer. What it thought is kept above. Continue, and it answers from that.'
  return { state: 'failed', error: { code: 'no-answer', message } }
}
