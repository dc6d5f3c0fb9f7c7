import type { AssistantMessage } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import { maxQueued, type QueuedMessage } from '../../../contract/queued.js'
import type { Store } from '../store/store.js'
import type { Replies } from './replies.js'
import type { Runs } from './runs.js'
import type { TranscriptFeed } from './transcript-feed.js'

interface QueuedMessagesOptions {
  readonly store: Store
  readonly runs: Pick<Runs, 'isRunning'>
  readonly replies: Pick<Replies, 'sendQueued'>
  readonly feed: TranscriptFeed
  /** A message could not be sent when its turn came. It waits on. */
  readonly onRefused: (message: string) => void
}

/**
 * Messages that wait for the reply before them. The next one is sent when a reply is done; after a reply that was stopped,
 * has failed or is held they wait until the user sends or takes them back, because they may have been written for its end.
 */
export class QueuedMessages {
  readonly #options: QueuedMessagesOptions
  #isClosing = false

  constructor(options: QueuedMessagesOptions) {
    this.#options = options
  }

  of(conversationId: string): readonly QueuedMessage[] {
    return this.#options.store.queued.list(conversationId)
  }

  /** Takes the message out of the composer. Sends it at once where the reply has ended and nothing waits before it. */
  add(conversationId: string, text: string): void {
    const { store, runs } = this.#options
    const waiting = store.queued.list(conversationId).length
    if (waiting >= maxQueued) throw new AppError('refused', `At most ${maxQueued} messages can wait here.`)
    store.conversations.get(conversationId)
    store.atomically(() => {
      store.queued.add(conversationId, text)
      store.drafts.save(conversationId, '')
    })
    this.#publish(conversationId)
    if (waiting === 0 && !runs.isRunning(conversationId)) this.sendNext(conversationId)
  }

  /** Puts a message back into the draft of its conversation. */
  takeBack(id: string): string {
    const { store } = this.#options
    const { conversationId, text } = store.atomically(() => {
      const taken = store.queued.take(id)
      const draft = store.drafts.load(taken.conversationId)
      store.drafts.save(taken.conversationId, draft.trim() === '' ? taken.text : `${draft}\n\n${taken.text}`)
      return taken
    })
    this.#publish(conversationId)
    return text
  }

  remove(id: string): void {
    this.#publish(this.#options.store.queued.take(id).conversationId)
  }

  /** Sends the first one. It leaves the queue in the step that stores it as a message, so that none is sent twice. */
  sendNext(conversationId: string): void {
    const { store, replies } = this.#options
    const [next] = store.queued.list(conversationId)
    if (!next) return
    replies.sendQueued(conversationId, next.text, next.id)
    this.#publish(conversationId)
  }

  /** Call when the end of a reply is stored. */
  onEnd({ conversationId, state, verdict }: AssistantMessage): void {
    if (this.#isClosing || state !== 'done' || verdict?.isHeld) return
    try {
      this.sendNext(conversationId)
    } catch (error) {
      this.#options.onRefused(error instanceof Error ? error.message : String(error))
    }
  }

  /** The app quits: what waits is sent no more. */
  close(): void {
    this.#isClosing = true
  }

  #publish(conversationId: string): void {
    this.#options.feed.publish(conversationId, { type: 'queued', queued: this.of(conversationId) })
  }
}
