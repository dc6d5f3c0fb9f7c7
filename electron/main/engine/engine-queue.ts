import type { Purpose, QueueEntry } from '../../../contract/queue.js'

/** For what a turn is taken. */
export type Taker = Pick<QueueEntry, 'purpose' | 'conversationId' | 'targetId'>

export interface TurnListeners {
  /** Told when somebody waits for the turn that this one has. */
  readonly onWanted?: () => void
}

interface Turn extends Taker {
  readonly id: string
  readonly listeners: TurnListeners
}

interface Waiter extends Turn {
  readonly start: () => void
}

const ranks: Readonly<Record<Purpose, number>> = { reply: 0, model: 0, fold: 1, document: 2, title: 3 }

/**
 * One engine, one run at a time. A document job takes its turn again for each step, so that a reply waits for one
 * step at most.
 */
export class EngineQueue {
  readonly #onChange: () => void
  #holder: Turn | undefined
  #waiting: Waiter[] = []
  #lastId = 0

  constructor(onChange: () => void = () => {}) {
    this.#onChange = onChange
  }

  /** Who has the turn, and who waits for it, in order. */
  get entries(): readonly QueueEntry[] {
    const entry = ({ id, purpose, conversationId, targetId }: Turn, place: number) => ({
      id,
      purpose,
      conversationId,
      targetId,
      place,
    })
    return [
      ...(this.#holder ? [entry(this.#holder, 0)] : []),
      ...this.#waiting.map((waiter, index) => entry(waiter, this.#placeAt(index))),
    ]
  }

  /**
   * Resolves with the function that gives the turn back; it must be called exactly once. Rejects with the signal's
   * reason when it is aborted first.
   */
  acquire(taker: Taker, signal: AbortSignal, listeners: TurnListeners = {}): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        this.#onChange()
        reject(signal.reason)
      }
      const waiter: Waiter = {
        ...taker,
        id: String(++this.#lastId),
        listeners,
        start: () => {
          signal.removeEventListener('abort', onAbort)
          resolve(() => this.#release())
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const later = this.#waiting.findIndex((other) => ranks[other.purpose] > ranks[taker.purpose])
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, waiter)
      this.#holder?.listeners.onWanted?.()
      this.#advance()
    })
  }

  #release(): void {
    this.#holder = undefined
    this.#advance()
  }

  /** From 1. A change of the model is over as soon as it begins: nobody waits for it. */
  #placeAt(index: number): number {
    return 1 + this.#waiting.slice(0, index).filter(({ purpose }) => purpose !== 'model').length
  }

  #advance(): void {
    if (!this.#holder) {
      const next = this.#waiting.shift()
      this.#holder = next
      next?.start()
    }
    this.#onChange()
  }
}
