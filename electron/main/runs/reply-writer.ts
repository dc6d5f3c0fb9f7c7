import { AppError } from '../../../contract/errors.js'
import type { ReplyEnd, Store } from '../store/store.js'

/** Text that was shown is handed to the store this many milliseconds later at most: a killed app loses no more. */
const flushMs = 100

type Channel = 'answer' | 'reasoning'

/** Writes one reply down while it streams. A write that fails is kept and reported once through `onFailure`. */
export class ReplyWriter {
  readonly #store: Store
  readonly #messageId: string
  readonly #onFailure: (error: AppError) => void
  #pending: { channel: Channel; text: string }[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(store: Store, messageId: string, onFailure: (error: AppError) => void) {
    this.#store = store
    this.#messageId = messageId
    this.#onFailure = onFailure
  }

  append(channel: Channel, text: string): void {
    const last = this.#pending.at(-1)
    if (last?.channel === channel) last.text += text
    else this.#pending.push({ channel, text })
    this.#timer ??= setTimeout(() => this.#tryFlush(), flushMs)
  }

  /** What was shown of a channel and is not in the store yet. */
  unwritten(channel: Channel): string {
    return this.#pending.map((chunk) => (chunk.channel === channel ? chunk.text : '')).join('')
  }

  /** Everything that was appended is in the store when this returns; throws what the store throws. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (let chunk = this.#pending[0]; chunk; chunk = this.#pending[0]) {
      this.#store.messages.appendReply(this.#messageId, chunk.channel, chunk.text)
      this.#pending.shift()
    }
  }

  /** Flushes and commits the end; may be called again after it threw. */
  finish(end: ReplyEnd) {
    this.flush()
    return this.#store.messages.finishReply(this.#messageId, end)
  }

  #tryFlush(): void {
    try {
      this.flush()
    } catch (error) {
      this.#onFailure(error instanceof AppError ? error : new AppError('unknown', String(error)))
    }
  }
}
