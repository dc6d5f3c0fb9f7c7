import type { Message } from '../../../contract/chat.js'
import type { GenerateRequest } from '../../../contract/engine.js'
import { localDate } from '../../../contract/local-date.js'
import type { Settings } from '../../../contract/settings.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { Store } from '../store/store.js'
import { cleanTitle } from '../store/title.js'

interface TitlesOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly settings: () => Settings
  readonly onConversation: (id: string) => void
}

const maxTitleTokens = 32
/** Of the first question and its answer: enough to know what it is about. */
const maxExcerptLength = 1_500

const instruction =
  'Write a title for this conversation: at most six words, in its language, without quotes or a full stop. Write the title and nothing else.'

/** Titles that the model writes when nobody else wants it. One that the user gave is never written over. */
export class Titles {
  readonly #options: TitlesOptions
  readonly #running = new Map<string, { readonly aborter: AbortController; readonly done: Promise<void> }>()
  readonly #closing = new AbortController()

  constructor(options: TitlesOptions) {
    this.#options = options
  }

  /** A reply is done: the conversation gets its title, unless it has one or the model is too small for it. */
  consider(conversationId: string): void {
    const { store, engine, settings } = this.#options
    if (this.#running.has(conversationId) || !settings().writesTitles) return
    if (engine.status.state !== 'ready' || engine.status.model.isDemo) return
    if (store.conversations.titleBy(conversationId) !== 'words') return
    if (store.conversations.get(conversationId).trashedAt !== undefined) return
    const request = requestFor(store.messages.path(conversationId))
    if (!request) return
    const aborter = new AbortController()
    const done = this.#make(conversationId, request, AbortSignal.any([aborter.signal, this.#closing.signal]))
    this.#running.set(conversationId, { aborter, done })
  }

  /** The conversation keeps the title that it has for now. */
  cancel(conversationId: string): void {
    this.#running.get(conversationId)?.aborter.abort()
  }

  async stopAll(): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#running.values()].map(({ done }) => done))
  }

  async #make(conversationId: string, request: GenerateRequest, signal: AbortSignal): Promise<void> {
    const { store, onConversation } = this.#options
    try {
      const title = cleanTitle(await this.#write(conversationId, request, signal))
      if (title === undefined || signal.aborted) return
      store.conversations.rename(conversationId, title, 'model')
      onConversation(conversationId)
    } catch (error) {
      // Worth no word to the user: the first words of the conversation stay its title.
      if (!signal.aborted) console.error('A title was not written:', error)
    } finally {
      this.#running.delete(conversationId)
    }
  }

  /** Gives the engine back to whoever wants it, and begins again when it is free again. */
  async #write(conversationId: string, request: GenerateRequest, signal: AbortSignal): Promise<string> {
    const { queue, engine } = this.#options
    while (true) {
      const wanted = new AbortController()
      const release = await queue.acquire({ purpose: 'title', conversationId, targetId: conversationId }, signal, {
        onWanted: () => wanted.abort(),
      })
      let text = ''
      try {
        // Chosen since the reply was done.
        if ((await engine.ready(signal)).isDemo) return ''
        for await (const event of engine.generate(request, AbortSignal.any([signal, wanted.signal]))) {
          if (event.type === 'text' && event.channel === 'answer') text += event.text
          // What does not come to an end is a speech and no title.
          if (event.type === 'end' && event.reason === 'length') text = ''
        }
      } finally {
        release()
      }
      signal.throwIfAborted()
      if (!wanted.signal.aborted) return text
    }
  }
}

/** Undefined while there is no answer to go by, and where a document gave its name. */
function requestFor(path: readonly Message[]): GenerateRequest | undefined {
  const [question] = path
  const answer = path.find((message) => message.role === 'assistant' && message.text !== '')
  if (question?.role !== 'user' || answer?.role !== 'assistant') return undefined
  const excerpt = (text: string) => [...text.slice(0, maxExcerptLength * 2)].slice(0, maxExcerptLength).join('')
  return {
    messages: [
      { role: 'user', text: excerpt(question.text) },
      { role: 'assistant', text: excerpt(answer.text) },
      { role: 'user', text: instruction },
    ],
    effort: 'low',
    date: localDate(),
    temperature: 0,
    seed: 0,
    maxTokens: maxTitleTokens,
    // Thinking would eat the title's tokens.
    continuation: { reasoning: '', text: '', channel: 'answer' },
  }
}
