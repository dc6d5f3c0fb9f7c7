import type { Pulse } from '../../contract/engine.js'
import type { NativeModel } from '../../native/index.js'

type Phase = Pulse['phase']

/** A chunk of fewer tokens costs about as much as this many. */
const leastTokens = 16

/** A chunk of so many is about as quick for its tokens as any larger one. */
const tellingTokens = 256

/** Notes what the native thread is doing and how long its steps take. `now` in milliseconds. */
export class Activity {
  readonly #now: () => number
  #phase: Phase = 'idle'
  #steps = 0
  #since: number
  /** Tokens of the chunk that is being read. */
  #chunkTokens = leastTokens
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
      // Small chunks are slow for their tokens and would stretch the deadline of a large one. Half of one is none: chunks
      // get shorter as the context, and with it the time of a token, grows.
      const least = Math.min((this.#chunkRate?.tokens ?? 0) / 2, tellingTokens)
      if (tokens >= least) this.#chunkRate = { tokens, ms: tookMs / tokens }
    } else {
      this.#slowest.set(this.#phase, Math.max(this.#slowest.get(this.#phase) ?? 0, tookMs))
    }
  }

  #expectedMs(): number | null {
    if (this.#phase !== 'prefill') return this.#slowest.get(this.#phase) ?? null
    return this.#chunkRate ? this.#chunkRate.ms * this.#chunkTokens : null
  }
}

/**
 * `native`, with all work of its thread noted in `activity`: what is none of reading and decoding, as going back in the
 * cache, is a phase too, because a thread that hangs may do so there.
 */
export function watched(native: NativeModel, activity: Activity): NativeModel {
  const chunk = (work: (tokens: Int32Array) => Promise<unknown>) => (tokens: Int32Array) => {
    activity.enter('prefill', tokens.length)
    return finished(work.call(native, tokens), true)
  }
  const finished = async (work: Promise<unknown>, isStep: boolean) => {
    try {
      return await work
    } finally {
      if (isStep) activity.step()
      activity.enter('idle')
    }
  }
  const decode = (...[request, onTokens]: Parameters<NativeModel['decode']>) => {
    activity.enter('decode')
    const decoded = native.decode(request, (...tokens) => {
      activity.step(tokens[0].length)
      onTokens(...tokens)
    })
    return finished(decoded, false)
  }
  const other =
    (method: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const result = method.apply(native, args)
      if (!(result instanceof Promise)) return result
      activity.enter('cache')
      return finished(result, true)
    }
  return new Proxy(native, {
    get(target, name) {
      if (name === 'decode') return decode
      if (name === 'prefill' || name === 'logits') return chunk(target[name])
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? other(value as (...args: unknown[]) => unknown) : value
    },
  })
}
