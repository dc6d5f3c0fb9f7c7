import type { Pulse } from '../../contract/engine.js'

type Phase = Pulse['phase']

/** A chunk of fewer tokens costs about as much as this many. */
const minChunkTokens = 16

/** A chunk of so many is about as quick for its tokens as any larger one. */
const tellingTokens = 256

/** Notes what the native thread is doing and how long its steps take. `now` in milliseconds. */
export class Activity {
  readonly #now: () => number
  #phase: Phase = 'idle'
  #steps = 0
  #since: number
  /** Tokens of the chunk that is being read. */
  #chunkTokens = minChunkTokens
  /** Milliseconds a token, of the last chunk that was not a small one. */
  #chunkRate: { readonly tokens: number; readonly ms: number } | undefined
  /** Of a token decoded, and of a piece of a weight file: the slowest. */
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

  /** Something was finished: `count` tokens, or a piece. */
  step(count = 1): void {
    const tookMs = this.#now() - this.#since
    this.#since = this.#now()
    this.#steps += count
    if (this.#phase === 'prefill') {
      const tokens = this.#chunkTokens
      // Small chunks are slow for their tokens and would stretch the deadline of a large one. Half of one is none: chunks
      // get shorter as the context, and with it the time of a token, grows.
      const minTokens = Math.min((this.#chunkRate?.tokens ?? 0) / 2, tellingTokens)
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
