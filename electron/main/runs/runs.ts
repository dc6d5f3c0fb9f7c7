import { setImmediate } from 'node:timers/promises'
import {
  type AssistantMessage,
  type Message,
  maxLoadedMessages,
  type ReasoningControl,
  type ReplyState,
  type SeenDocument,
} from '../../../contract/chat.js'
import type { Continuation, GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { Model } from '../../../contract/models.js'
import { storableText } from '../../../contract/storable-text.js'
import type { ReadAllProgress } from '../../../contract/streams.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import { report } from '../log/report.js'
import type { ReplyEnd, Store } from '../store/store.js'
import type { DocumentViews, ToldDocuments } from './document-views.js'
import { requestFrom } from './prompt.js'
import { endAfter, endOf } from './reply-end.js'
import type { ReplyFilter } from './reply-filter.js'
import { ReplyWriter } from './reply-writer.js'
import type { TranscriptFeed } from './transcript-feed.js'

interface RunsOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly feed: TranscriptFeed
  readonly told: ToldDocuments
  /** Reads the documents of a reply's messages, and decides what it sees of them. Throws why one could not be read. */
  readonly viewDocuments: DocumentViews['forReply']
  /** What waits for the engine from now on is made with this model. */
  readonly requestModel?: (modelId: string) => void
  /** Called when the reply is requested; what it returns, in its turn: the reply gets the model that was next. */
  readonly promiseModel?: () => () => void
  /** The content filter, if any. */
  readonly filter?: ReplyFilter
  /** The conversation's row in the sidebar changed. */
  readonly onConversation: (id: string) => void
  /** The end of a reply is stored. */
  readonly onEnd: (reply: AssistantMessage) => void
  /** A write failed. Nothing is lost: the write is retried until it works. */
  readonly onUnsaved: (message: string) => void
}

interface Run {
  readonly reply: AssistantMessage
  readonly isHeld: boolean
  readonly aborter: AbortController
  readonly writer: ReplyWriter
  state: ReplyState
  hasAnswer: boolean
  readonly continuation?: Continuation
  /**
   * How far the request is. From `sent` to the first event the engine may still have another reply, so an "Answer now"
   * waits until then.
   */
  request: 'none' | 'sent' | 'sent-answer-wanted' | 'received'
  reasoningControl: ReasoningControl
  reasoningProgress?: { readonly since: number; readonly tokens: number }
  reasoningMs?: number
  /** The reasoning time of the version that this one continues. */
  readonly reasoningMsBefore?: number
  model?: Model
  done: Promise<void>
}

const retryMs = 2_000

/** The replies that are being made. Main owns them, so they continue when windows close. */
export class Runs {
  readonly #options: RunsOptions
  readonly #runs = new Map<string, Run>()
  readonly #closing = new AbortController()

  constructor(options: RunsOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#runs.size === 0
  }

  /** Marks the replies that a crash of the app interrupted as failed. Call once, before any window opens. */
  closeInterrupted(): void {
    const { store } = this.#options
    for (const reply of store.messages.unfinished()) {
      const message =
        reply.text === '' && reply.reasoning === ''
          ? 'Parley ended before this reply began. Your message is saved.'
          : 'Parley ended while this reply was being written. The text so far is saved.'
      store.messages.finishReply(reply.id, { state: 'failed', error: { code: 'interrupted', message } })
    }
  }

  isRunning(conversationId: string): boolean {
    return this.#runs.has(conversationId)
  }

  /**
   * Starts or queues the run that fills `reply`, the last message on its conversation's path. With a `continuation` the
   * reply already has that text.
   */
  start(reply: AssistantMessage, continuation?: Continuation): void {
    const { store, engine, filter, onConversation, onUnsaved } = this.#options
    engine.wake()
    const aborter = new AbortController()
    const run: Run = {
      reply,
      isHeld: filter?.hold(reply) ?? false,
      aborter,
      writer: new ReplyWriter(store, reply.id, (error) => {
        onUnsaved(error.message)
        aborter.abort(error)
      }),
      state: 'waiting',
      hasAnswer: reply.text.trim() !== '',
      continuation,
      request: 'none',
      reasoningControl: reply.recipe?.reasoningControl ?? 'model',
      reasoningMsBefore: store.messages.continuedFrom(reply.id)?.reasoningMs,
      done: Promise.resolve(),
    }
    this.#runs.set(reply.conversationId, run)
    onConversation(reply.conversationId)
    run.done = this.#make(run)
  }

  /** Stops the reply, running or waiting, and keeps its text. Resolves when its end is stored. */
  async stop(conversationId: string): Promise<void> {
    const run = this.#runs.get(conversationId)
    run?.aborter.abort()
    await run?.done
  }

  /** Ends the reasoning, so that the model answers. Does nothing without a reply or once it answers. */
  async answerNow(conversationId: string): Promise<void> {
    const run = this.#runs.get(conversationId)
    // The newest generation may be that of the filter.
    if (!run || run.state === 'writing' || (run.state === 'checking' && run.request !== 'none')) return
    switch (run.request) {
      case 'none':
        this.#options.store.messages.skipReasoning(run.reply.id)
        run.reasoningControl = 'skipped'
        return
      case 'sent':
        run.request = 'sent-answer-wanted'
        return
      case 'sent-answer-wanted':
        return
      case 'received':
        return this.#options.engine.answerNow()
    }
  }

  /** Resolves when the end of the running reply, if any, is stored. */
  async finished(conversationId: string): Promise<void> {
    await this.#runs.get(conversationId)?.done
  }

  /** The app quits: stops all replies without waiting for a full disk. */
  async stopAll(): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#runs.keys()].map((id) => this.stop(id)))
  }

  /** The stored messages, with the running reply up to its last token. */
  path(conversationId: string): readonly Message[] {
    return this.#upToLastToken(conversationId, this.#options.store.messages.path(conversationId))
  }

  /** The same, read in pieces, between which main answers others. For what may be as it was a moment ago. */
  async pathInTurns(conversationId: string): Promise<readonly Message[]> {
    const ids = this.#options.store.messages.pathIds(conversationId)
    const messages: Message[] = []
    for (let from = 0; from < ids.length; from += maxLoadedMessages) {
      if (from > 0) await setImmediate()
      messages.push(...this.these(conversationId, ids.slice(from, from + maxLoadedMessages)))
    }
    return messages
  }

  /** The same for some of them. */
  these(conversationId: string, ids: readonly string[]): readonly Message[] {
    return this.#upToLastToken(conversationId, this.#options.store.messages.these(ids))
  }

  #upToLastToken(conversationId: string, messages: readonly Message[]): readonly Message[] {
    const run = this.#runs.get(conversationId)
    if (!run) return messages
    return messages.map((message) => (message.id === run.reply.id ? this.#withUnwritten(run, message) : message))
  }

  #withUnwritten(run: Run, message: Message): Message {
    if (message.role !== 'assistant') return message
    if (run.isHeld) return { ...message, state: run.state }
    const text = message.text + run.writer.unwritten('answer')
    const reasoning = message.reasoning + run.writer.unwritten('reasoning')
    const reasoningProgress = run.state === 'reasoning' ? run.reasoningProgress : undefined
    return { ...message, text, reasoning, state: run.state, ...(reasoningProgress && { reasoningProgress }) }
  }

  async #make(run: Run): Promise<void> {
    let release: (() => void) | undefined
    let end: ReplyEnd
    // At once, because a job may load another model at any time.
    let keepPromise = this.#options.promiseModel?.()
    try {
      const { engine, queue } = this.#options
      const { signal } = run.aborter
      await this.#options.filter?.admit(run.reply, signal, () => this.#setState(run, 'checking'))
      const { id: targetId, conversationId } = run.reply
      const { documents } = run.reply.recipe?.told ?? {}
      // Before the turn, so that a document that is being read holds nobody up.
      const onPart = (done: number, total: number) =>
        this.#setState(run, 'reading', { reading: { done, total, unit: 'part' } })
      const views = documents ?? (await this.#options.viewDocuments(run.reply, signal, onPart))
      // Another model may have been requested while the documents were looked through.
      if (views.length > 0 && run.reply.recipe?.modelId) {
        this.#options.requestModel?.(run.reply.recipe.modelId)
        keepPromise = this.#options.promiseModel?.()
      }
      release = await queue.acquire({ purpose: 'reply', conversationId, targetId }, signal)
      keepPromise?.()
      run.model = await engine.ready(signal)
      if (!documents && views.length > 0) this.#keepViews(run, views)
      end = await this.#generate(run, views)
    } catch (error) {
      end = endAfter(error, run.aborter.signal)
    } finally {
      release?.()
    }
    const { model, reasoningControl } = run
    await this.#finish(run, { ...end, reasoningMs: this.#reasoningMs(run), model, reasoningControl })
  }

  /** The reasoning time, also of interrupted reasoning, with that of the version that the reply continues. */
  #reasoningMs({ reasoningMsBefore: before, reasoningMs, reasoningProgress }: Run): number | undefined {
    const own = reasoningMs ?? (reasoningProgress && Date.now() - reasoningProgress.since)
    return before === undefined ? own : before + (own ?? 0)
  }

  /** Also tells the windows, which show what the reply sees while it is being made. */
  #keepViews(run: Run, views: readonly SeenDocument[]): void {
    const { id, conversationId } = run.reply
    const { store, feed } = this.#options
    store.messages.setDocumentViews(id, views)
    feed.publish(conversationId, { type: 'message', message: this.#withUnwritten(run, store.messages.get(id)) })
  }

  async #generate(run: Run, documents: readonly SeenDocument[]): Promise<ReplyEnd> {
    const request = this.#request(run, documents)
    run.request = 'sent'
    for await (const event of this.#options.engine.generate(request, run.aborter.signal)) {
      if (this.#confirmRequest(run)) await this.#options.engine.answerNow()
      const end = this.#handleEvent(run, event)
      if (!end) continue
      const cut = endAfter(undefined, run.aborter.signal)
      return cut.state === 'failed' ? { ...end, ...cut } : end
    }
    return endAfter(undefined, run.aborter.signal)
  }

  /** The engine has the request. Returns whether an "Answer now" came since it was sent. */
  #confirmRequest(run: Run): boolean {
    const isAnswerWanted = run.request === 'sent-answer-wanted'
    run.request = 'received'
    return isAnswerWanted
  }

  #request({ reply, reasoningControl, ...run }: Run, documents: readonly SeenDocument[]): GenerateRequest {
    const { store, told } = this.#options
    const { id, recipe, reasoning, text } = reply
    if (!recipe) throw new AppError('unknown', 'The settings of this reply are not known.')
    const isReasoningSkipped = reasoningControl === 'skipped' && run.continuation?.channel !== 'answer'
    const continuation = isReasoningSkipped ? ({ reasoning, text, channel: 'answer' } as const) : run.continuation
    return requestFrom(
      { ...recipe, told: { ...recipe.told, documents } },
      store.messages.before(id),
      told,
      continuation,
    )
  }

  #handleEvent(run: Run, event: GenerateEvent): ReplyEnd | undefined {
    const { id: messageId, conversationId } = run.reply
    const { feed } = this.#options
    switch (event.type) {
      case 'reading':
        this.#setState(run, 'reading', { reading: { done: event.done, total: event.total, unit: 'token' } })
        return undefined
      case 'text': {
        const { channel } = event
        // What the windows show is what will be stored.
        const text = storableText(event.text)
        this.#enterChannel(run, channel)
        run.hasAnswer ||= channel === 'answer' && text.trim() !== ''
        run.writer.append(channel, text)
        if (!run.isHeld) feed.publish(conversationId, { type: 'text', messageId, channel, text })
        return undefined
      }
      case 'reasoning-progress':
        run.reasoningProgress = { since: run.reasoningProgress?.since ?? Date.now(), tokens: event.tokens }
        feed.publish(conversationId, { type: 'reasoning-progress', messageId, ...run.reasoningProgress })
        return undefined
      case 'reasoning-ended':
        run.reasoningControl = 'ended-by-user'
        return undefined
      case 'end':
        return endOf(event, run.hasAnswer)
    }
  }

  #enterChannel(run: Run, channel: 'answer' | 'reasoning'): void {
    if (channel === 'reasoning') run.reasoningProgress ??= { since: Date.now(), tokens: 0 }
    else if (run.reasoningProgress) run.reasoningMs ??= Date.now() - run.reasoningProgress.since
    const state = channel === 'reasoning' ? 'reasoning' : 'writing'
    if (run.state !== state) this.#setState(run, state)
  }

  #setState(run: Run, state: ReplyState, detail: { reading?: ReadAllProgress } = {}) {
    run.state = state
    this.#options.feed.publish(run.reply.conversationId, { type: 'state', messageId: run.reply.id, state, ...detail })
  }

  async #finish(run: Run, end: ReplyEnd): Promise<void> {
    const { conversationId } = run.reply
    const { store, feed, onConversation, onEnd } = this.#options
    const stored = await this.#writeEnd(run, end)
    const message = stored && run.isHeld ? await this.#judge(run, stored) : stored
    this.#runs.delete(conversationId)
    if (!message) {
      feed.publish(conversationId, { type: 'state', messageId: run.reply.id, state: 'failed' })
      return
    }
    feed.publish(conversationId, { type: 'message', message })
    try {
      onEnd(message)
      if (!feed.isWatched(conversationId)) store.conversations.setUnread(conversationId, true)
      onConversation(conversationId)
    } catch (error) {
      report('The end of a reply is stored, but its mark in the list is not.', error)
    }
  }

  async #judge(run: Run, stored: AssistantMessage): Promise<AssistantMessage> {
    try {
      await this.#options.filter?.judge(stored, run.aborter.signal, () => this.#setState(run, 'checking'))
      const message = this.#options.store.messages.get(stored.id)
      return message.role === 'assistant' ? message : stored
    } catch (error) {
      report('A held reply was not checked.', error) // without its text, as it was stored
      return stored
    }
  }

  /**
   * Stores the end. Retries on a full disk while the reply stays on the screen. Gives up when the app quits: the text is
   * stored in chunks, and the next start closes the reply.
   */
  async #writeEnd(run: Run, end: ReplyEnd): Promise<AssistantMessage | undefined> {
    for (let isFirst = true; ; isFirst = false) {
      try {
        return run.writer.finish(end)
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'unknown'
        // The reply was deleted permanently, or has ended already.
        if (code === 'not-found' || code === 'refused') return undefined
        if (isFirst) this.#options.onUnsaved(error instanceof Error ? error.message : String(error))
        if (code !== 'disk-full' || this.#closing.signal.aborted) return undefined
        await this.#waitForRetry()
      }
    }
  }

  /** Waits until the next retry. Returns at once when the app quits. */
  #waitForRetry(): Promise<void> {
    const { signal } = this.#closing
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, retryMs)
      signal.addEventListener('abort', done, { once: true })
    })
  }
}
