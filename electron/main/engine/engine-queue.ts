import type { Purpose, QueueEntry } from '../../../contract/queue.js'

/** What uses a turn of the engine. */
export type EngineUser = Pick<QueueEntry, 'purpose' | 'conversationId' | 'targetId'>

export interface TurnListeners {
  /** Called while holding the turn, each time that another user begins to wait for it. */
  readonly onWanted?: () => void
}

interface Turn extends EngineUser {
  readonly id: string
  readonly listeners: TurnListeners
}

interface Waiter extends Turn {
  readonly start: () => void
}

const ranks: Readonly<Record<Purpose, number>> = {
  reply: 0,
  model: 0,
  filter: 1,
  fold: 2,
  document: 3,
  benchmark: 4,
  weigh: 5,
  check: 6,
  title: 7,
}

/**
 * Lets one user have the engine at a time. A document job acquires a turn for each step, so that a reply waits for one
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

  /** The holder of the turn, then those that wait, in order. */
  get entries(): readonly QueueEntry[] {
    const entry = ({ id, purpose, conversationId, targetId }: Turn, place: number) => ({
      id,
      purpose,
      conversationId,
      targetId,
      place,
    })
    let next = 1
    // A model change ends as soon as it begins, so it takes no place.
    const waiting = this.#waiting.map((waiter) => entry(waiter, waiter.purpose === 'model' ? next : next++))
    return this.#holder ? [entry(this.#holder, 0), ...waiting] : waiting
  }

  /**
   * Resolves with a function that releases the turn; call it exactly once. Rejects with the signal's reason when that
   * aborts first.
   */
  acquire(user: EngineUser, signal: AbortSignal, listeners: TurnListeners = {}): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        this.#onChange()
        reject(signal.reason)
      }
      const waiter: Waiter = {
        ...user,
        id: String(++this.#lastId),
        listeners,
        start: () => {
          signal.removeEventListener('abort', onAbort)
          resolve(() => this.#release())
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const later = this.#waiting.findIndex((other) => ranks[other.purpose] > ranks[user.purpose])
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, waiter)
      this.#holder?.listeners.onWanted?.()
      this.#advance()
    })
  }

  #release(): void {
    this.#holder = undefined
    this.#advance()
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
