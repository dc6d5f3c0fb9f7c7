import { AppError } from '../../contract/errors.js'
import type { TranscriptEvent } from '../../contract/streams.js'
import { open } from '../bridge.js'
import { longPauseMs, Pacing } from './pacing.js'
import { applyEvents, type TranscriptState } from './transcript.js'

let aborter: AbortController | undefined

const reopenAfterMs = 500
const frameMs = 50

interface Place {
  readonly get: () => TranscriptState | null
  readonly set: (transcript: TranscriptState | null) => void
}

/**
 * Keeps a conversation's transcript up to date, with one `set` per batch, until another one is followed. Reopens a stream
 * that breaks or loses an event. Calls `onEnd` when the conversation no longer exists (`not-found`).
 */
export function followTranscript(
  conversationId: string,
  place: Place,
  onEnd: (conversationId: string, error: Error) => void,
): void {
  aborter?.abort()
  aborter = new AbortController()
  void follow(conversationId, place, onEnd, aborter.signal)
}

export function leaveTranscript(): void {
  aborter?.abort()
}

async function follow(
  conversationId: string,
  place: Place,
  onEnd: (conversationId: string, error: Error) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await followOnce(conversationId, place, signal)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof AppError && error.code === 'not-found') {
        onEnd(conversationId, error)
        return
      }
    }
    await new Promise((resolve) => setTimeout(resolve, reopenAfterMs))
  }
}

async function followOnce(conversationId: string, { get, set }: Place, signal: AbortSignal): Promise<void> {
  const pacing = new Pacing()
  for await (const events of open('conversation', { conversationId }, signal)) {
    if (signal.aborted) return
    const applied = applyEvents(get(), events, Date.now())
    if (applied.isBroken) return
    set(applied.transcript)
    const pauseMs = pacing.pauseMs(newCharacters(events), performance.now())
    if (pauseMs < longPauseMs) await nextFrame()
    await pause(pauseMs)
  }
}

const newCharacters = (events: readonly TranscriptEvent[]) =>
  events.reduce((sum, event) => sum + (event.type === 'text' ? event.text.length : 0), 0)

const pause = (ms: number) => (ms === 0 ? undefined : new Promise<void>((resolve) => setTimeout(resolve, ms)))

/** Resolves when what was set is drawn. A hidden window draws no frames, so a timer replaces one. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, frameMs)
    requestAnimationFrame(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
