import type { EngineQueue, EngineUser } from './engine-queue.js'

/**
 * Does `work` while it has the engine. As soon as another user wants it, the signal that `work` got aborts, and `work` is done
 * again when the engine is free. Rejects with the reason of `signal`.
 */
export async function whenFree<T>(
  queue: EngineQueue,
  user: EngineUser,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  while (true) {
    const wanted = new AbortController()
    const release = await queue.acquire(user, signal, { onWanted: () => wanted.abort() })
    let result: T
    try {
      result = await work(AbortSignal.any([signal, wanted.signal]))
    } finally {
      release()
    }
    signal.throwIfAborted()
    if (!wanted.signal.aborted) return result
  }
}
