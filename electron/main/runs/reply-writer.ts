import { AppError } from '../../../contract/errors.js'
import type { ReplyEnd, Store } from '../store/store.js'

/** Maximum age of unwritten text: a killed app loses no more. */
const maxUnwrittenMs = 100

type Channel = 'answer' | 'reasoning'

/** Stores one reply while it streams. Keeps the text of a failed write and reports the failure through `onFailure`. */
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
    this.#timer ??= setTimeout(() => this.#tryFlush(), maxUnwrittenMs)
  }

  /** The text of a channel that is not in the store yet. */
  unwritten(channel: Channel): string {
    return this.#pending.map((chunk) => (chunk.channel === channel ? chunk.text : '')).join('')
  }

  /** All appended text is stored before this returns. Throws the store's errors. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (let chunk = this.#pending[0]; chunk; chunk = this.#pending[0]) {
      this.#store.messages.appendReply(this.#messageId, chunk.channel, chunk.text)
      this.#pending.shift()
    }
  }

  /** Flushes and stores the end. May be called again after it throws. */
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
