import type { NativeModel } from '../../native/index.js'
import type { Activity } from './activity.js'
import { translateRejection } from './native-error.js'

/**
 * Wraps the binding's model for the engine: rejects with AppErrors, and records the work of its thread in `activity`.
 * Work other than reading and decoding, for example truncating, is the phase `cache`, because it may hang too.
 */
export function watchedModel(native: NativeModel, activity: Activity): NativeModel {
  const idleAfter = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await translateRejection(work)
    } finally {
      activity.enter('idle')
    }
  }
  const step = <T>(work: () => Promise<T>): Promise<T> => idleAfter(() => work().finally(() => activity.step()))
  const read = <T>(tokens: Int32Array, work: (tokens: Int32Array) => Promise<T>): Promise<T> => {
    activity.enter('prefill', tokens.length)
    return step(() => work(tokens))
  }
  const inCache = <T>(work: () => Promise<T>): Promise<T> => {
    activity.enter('cache')
    return step(work)
  }
  return {
    info: native.info,
    get length() {
      return native.length
    },
    get cacheBytes() {
      return native.cacheBytes
    },
    get lastDecode() {
      return native.lastDecode
    },
    prefill: (tokens) => read(tokens, () => native.prefill(tokens)),
    logits: (tokens) => read(tokens, () => native.logits(tokens)),
    score: (tokens, targets) => read(tokens, () => native.score(tokens, targets)),
    decode: (request, onTokens) => {
      activity.enter('decode')
      return idleAfter(() =>
        native.decode(request, (tokens, logprobs) => {
          activity.step(tokens.length)
          onTokens(tokens, logprobs)
        }),
      )
    },
    cancel: () => native.cancel(),
    truncate: (length) => inCache(() => native.truncate(length)),
    checkpoint: () => inCache(() => native.checkpoint()),
    forget: (length) => inCache(() => native.forget(length)),
    fork: (length) => inCache(() => native.fork(length)),
    select: (sequence) => inCache(() => native.select(sequence)),
    drop: (sequence) => inCache(() => native.drop(sequence)),
    pretend: (length) => inCache(() => native.pretend(length)),
    peakMemory: (reset) => native.peakMemory(reset),
  }
}
