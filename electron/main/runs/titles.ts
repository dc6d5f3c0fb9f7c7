import type { Message } from '../../../contract/chat.js'
import type { GenerateRequest } from '../../../contract/engine.js'
import { localDate } from '../../../contract/local-date.js'
import type { Settings } from '../../../contract/settings.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import { report } from '../log/report.js'
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
/** Characters of the first question and of its answer: enough to show the subject. */
const maxExcerptLength = 1_500

const instruction =
  'Write a title for this conversation: at most six words, in its language, without quotes or a full stop. Write the title and nothing else.'

/** Lets the model write titles while it is free. Never replaces a title that the user gave. */
export class Titles {
  readonly #options: TitlesOptions
  readonly #running = new Map<string, { readonly aborter: AbortController; readonly done: Promise<void> }>()
  readonly #closing = new AbortController()

  constructor(options: TitlesOptions) {
    this.#options = options
  }

  /** Call when a reply is done. Starts a title unless the conversation has one or the demonstration model is loaded. */
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

  /** The conversation keeps its present title. */
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
      // Not shown to the user: the first words of the conversation remain its title.
      if (!signal.aborted) report('A title was not written.', error)
    } finally {
      this.#running.delete(conversationId)
    }
  }

  /** Releases the engine when another user wants it, and starts again when the engine is free. */
  async #write(conversationId: string, request: GenerateRequest, signal: AbortSignal): Promise<string> {
    const { queue, engine } = this.#options
    while (true) {
      const wanted = new AbortController()
      const release = await queue.acquire({ purpose: 'title', conversationId, targetId: conversationId }, signal, {
        onWanted: () => wanted.abort(),
      })
      let text = ''
      try {
        // The demonstration model may have been chosen since the reply was done.
        if ((await engine.ready(signal)).isDemo) return ''
        for await (const event of engine.generate(request, AbortSignal.any([signal, wanted.signal]))) {
          if (event.type === 'text' && event.channel === 'answer') text += event.text
          // Text that reaches the token limit is not a title.
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

/** Undefined without an answer, and for a conversation that begins with a document: that has the document's name. */
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
    // Reasoning would use up the title's tokens.
    continuation: { reasoning: '', text: '', channel: 'answer' },
  }
}
