import type { Transcript, TranscriptChange, TranscriptEvent } from '../../../contract/streams.js'

/** One window's subscription to a conversation: a snapshot, then every change until the signal aborts. */
class Subscription {
  readonly #snapshot: () => Transcript
  #waiting: TranscriptEvent[] = []
  #sequence = 0
  #wake: () => void = () => {}

  constructor(snapshot: () => Transcript) {
    this.#snapshot = snapshot
    this.resend()
  }

  resend(): void {
    this.push({ type: 'snapshot', transcript: this.#snapshot() })
  }

  push(change: TranscriptChange): void {
    this.#waiting.push({ ...change, sequence: this.#sequence++ })
    this.#wake()
  }

  async *events(signal: AbortSignal): AsyncGenerator<TranscriptEvent> {
    signal.addEventListener('abort', () => this.#wake(), { once: true })
    while (!signal.aborted) {
      yield* this.#waiting.splice(0)
      if (signal.aborted || this.#waiting.length > 0) continue
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

/** Sends the changes of a conversation to the windows that show it. */
export class TranscriptFeed {
  readonly #subscriptions = new Map<string, Set<Subscription>>()

  /** The conversations that windows show. */
  get watched(): readonly string[] {
    return [...this.#subscriptions.keys()]
  }

  isWatched(conversationId: string): boolean {
    return this.#subscriptions.has(conversationId)
  }

  publish(conversationId: string, change: TranscriptChange): void {
    for (const subscription of this.#subscriptions.get(conversationId) ?? []) subscription.push(change)
  }

  /** Sends every window its conversation again, after the store was repaired. */
  resend(): void {
    for (const subscriptions of this.#subscriptions.values())
      for (const subscription of subscriptions) subscription.resend()
  }

  /** Takes `snapshot` in the turn of the event loop in which the subscription starts, so no change is missed or doubled. */
  async *subscribe(
    conversationId: string,
    snapshot: () => Transcript,
    signal: AbortSignal,
  ): AsyncGenerator<TranscriptEvent> {
    const subscription = new Subscription(snapshot)
    const others = this.#subscriptions.get(conversationId) ?? new Set()
    this.#subscriptions.set(conversationId, others.add(subscription))
    try {
      yield* subscription.events(signal)
    } finally {
      others.delete(subscription)
      if (others.size === 0) this.#subscriptions.delete(conversationId)
    }
  }
}
