import type { AssistantMessage } from '../../../contract/chat.js'
import type { Doubts } from '../../../contract/doubts.js'
import type { EngineStreams, GenerateRequest, WeighedPiece } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import { whenFree } from '../engine/when-free.js'
import type { Store } from '../store/store.js'
import { doubtfulWords } from './doubtful-words.js'

interface DoubtfulRepliesOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  /** Asks for the model of a conversation. */
  readonly loadModel: (conversationId: string) => void
  /** The request that the text of a reply is the answer to. */
  readonly requestInPlaceOf: (reply: AssistantMessage) => Promise<GenerateRequest>
}

/**
 * Finds the words of a reply that its model found unlikely: the model reads its prompt and the reply again. Nothing is stored,
 * because the chances hold for this model and this text.
 */
export class DoubtfulReplies {
  readonly #options: DoubtfulRepliesOptions
  readonly #running = new Map<string, AbortController>()

  constructor(options: DoubtfulRepliesOptions) {
    this.#options = options
  }

  /** Returns null when it was cancelled. Throws `refused`, `context-full`, and what loading a model throws. */
  async find(messageId: string): Promise<Doubts | null> {
    const { store, engine, queue, loadModel, requestInPlaceOf } = this.#options
    const message = store.messages.get(messageId)
    if (message.role !== 'assistant') throw new AppError('refused', 'Only a reply has doubtful words.')
    const { conversationId, text, reasoning } = message
    if (text.trim() === '') throw new AppError('refused', 'This reply has no text yet.')
    const continuation = { reasoning, text, channel: 'answer' } as const
    const request = { ...(await requestInPlaceOf(message)), continuation }
    this.cancel(messageId)
    const aborter = new AbortController()
    this.#running.set(messageId, aborter)
    const { signal } = aborter
    try {
      const user = { purpose: 'weigh', conversationId, targetId: messageId } as const
      return await whenFree(queue, user, signal, async (turn) => {
        loadModel(conversationId)
        const { name } = await engine.ready(signal)
        return { modelName: name, words: doubtfulWords(text, await this.#weigh(request, turn)) }
      })
    } catch (error) {
      if (signal.aborted) return null
      throw error
    } finally {
      if (this.#running.get(messageId) === aborter) this.#running.delete(messageId)
    }
  }

  cancel(messageId: string): void {
    this.#running.get(messageId)?.abort()
  }

  stopAll(): void {
    for (const aborter of this.#running.values()) aborter.abort()
  }

  async #weigh(request: EngineStreams['weigh']['request'], signal: AbortSignal): Promise<readonly WeighedPiece[]> {
    const pieces: WeighedPiece[] = []
    for await (const event of this.#options.engine.weigh(request, signal))
      if (event.type === 'weighed') pieces.push(...event.pieces)
    return pieces
  }
}
