import type { Pulse } from '../../contract/engine.js'

type Phase = Pulse['phase']

/** A shorter chunk takes about as long as one of this length. */
const minChunkTokens = 16

/** From this length on, the time per token is about the same for all chunks. */
const representativeTokens = 256

/** Records the work of the native thread and the duration of its steps. `now` returns milliseconds. */
export class Activity {
  readonly #now: () => number
  #phase: Phase = 'idle'
  #steps = 0
  #since: number
  /** Length of the current chunk. */
  #chunkTokens = minChunkTokens
  /** Milliseconds per token of the last chunk that was long enough to be representative. */
  #chunkRate: { readonly tokens: number; readonly ms: number } | undefined
  /** The longest step in milliseconds, for phases other than prefill. */
  readonly #slowest = new Map<Phase, number>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#since = now()
  }

  get pulse(): Pulse {
    return {
      phase: this.#phase,
      steps: this.#steps,
      sinceMs: this.#now() - this.#since,
      expectedMs: this.#expectedMs(),
    }
  }

  enter(phase: Phase, chunkTokens = minChunkTokens): void {
    this.#phase = phase
    this.#since = this.#now()
    this.#chunkTokens = Math.max(minChunkTokens, chunkTokens)
  }

  /** Records that a step ended: `count` tokens, or a piece of a weight file. */
  step(count = 1): void {
    const tookMs = this.#now() - this.#since
    this.#since = this.#now()
    this.#steps += count
    if (this.#phase === 'prefill') {
      const tokens = this.#chunkTokens
      // A small chunk takes longer per token and would extend the deadline of a large one. Half the length still counts:
      // chunks are halved far into the context, where each token takes longer.
      const minTokens = Math.min((this.#chunkRate?.tokens ?? 0) / 2, representativeTokens)
      if (tokens >= minTokens) this.#chunkRate = { tokens, ms: tookMs / tokens }
    } else {
      this.#slowest.set(this.#phase, Math.max(this.#slowest.get(this.#phase) ?? 0, tookMs))
    }
  }

  #expectedMs(): number | null {
    if (this.#phase !== 'prefill') return this.#slowest.get(this.#phase) ?? null
    return this.#chunkRate ? this.#chunkRate.ms * this.#chunkTokens : null
  }
}
