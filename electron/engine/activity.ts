import type { Pulse } from '../../contract/engine.js'
import type { NativeModel } from '../../native/index.js'

type Phase = Pulse['phase']

/** A chunk of fewer tokens costs about as much as this many. */
const leastTokens = 16

/** Notes what the native thread is doing and how long its steps take. `now` in milliseconds. */
export class Activity {
  readonly #now: () => number
  #phase: Phase = 'idle'
  #steps = 0
  #since: number
  /** Tokens of the chunk that is being read. */
  #chunkTokens = leastTokens
  /** Milliseconds a token, of the largest chunk that was read last. */
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

  enter(phase: Phase, chunkTokens = leastTokens): void {
    this.#phase = phase
    this.#since = this.#now()
    this.#chunkTokens = Math.max(leastTokens, chunkTokens)
  }

  /** Something was finished: `count` tokens, or a piece. */
  step(count = 1): void {
    const tookMs = this.#now() - this.#since
    this.#since = this.#now()
    this.#steps += count
    if (this.#phase === 'prefill') {
      const tokens = this.#chunkTokens
      // Small chunks are slow for their tokens and would stretch the deadline of a large one.
      if (!this.#chunkRate || tokens >= this.#chunkRate.tokens) this.#chunkRate = { tokens, ms: tookMs / tokens }
    } else {
      this.#slowest.set(this.#phase, Math.max(this.#slowest.get(this.#phase) ?? 0, tookMs))
    }
  }

  #expectedMs(): number | null {
    if (this.#phase !== 'prefill') return this.#slowest.get(this.#phase) ?? null
    return this.#chunkRate ? this.#chunkRate.ms * this.#chunkTokens : null
  }
}

/** `native`, with everything that reads or writes tokens noted in `activity`. */
export function watched(native: NativeModel, activity: Activity): NativeModel {
  const during = async <T>(phase: Phase, tokens: number, work: () => Promise<T>): Promise<T> => {
    activity.enter(phase, tokens)
    try {
      return await work()
    } finally {
      if (phase === 'prefill') activity.step()
      activity.enter('idle')
    }
  }
  return new Proxy(native, {
    get(target, name) {
      if (name === 'prefill') {
        return (tokens: Int32Array) => during('prefill', tokens.length, () => target.prefill(tokens))
      }
      if (name === 'logits') {
        return (tokens: Int32Array) => during('prefill', tokens.length, () => target.logits(tokens))
      }
      if (name === 'decode') {
        return (...[request, onTokens]: Parameters<NativeModel['decode']>) =>
          during('decode', 1, () =>
            target.decode(request, (...tokens) => {
              activity.step(tokens[0].length)
              onTokens(...tokens)
            }),
          )
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
