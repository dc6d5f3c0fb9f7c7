import type { AssistantMessage, Message, ReasoningControl, ReplyState } from '../../../contract/chat.js'
import type { Continuation, GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { Model } from '../../../contract/models.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { ReplyEnd, Store } from '../store/store.js'
import { requestFrom, type SummaryOf } from './prompt.js'
import { endAfter, endOf } from './reply-end.js'
import { ReplyWriter } from './reply-writer.js'
import type { TranscriptFeed } from './transcript-feed.js'

interface RunsOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly feed: TranscriptFeed
  readonly summaryOf: SummaryOf
  /** The conversation's row in the sidebar changed. */
  readonly onConversation: (id: string) => void
  /** A reply has its end in the store. */
  readonly onEnd: (reply: AssistantMessage) => void
  /** A write failed: nothing is lost, it is tried again until it works. */
  readonly onUnsaved: (message: string) => void
}

interface Run {
  readonly reply: AssistantMessage
  readonly aborter: AbortController
  readonly writer: ReplyWriter
  state: ReplyState
  hasAnswer: boolean
  readonly continuation?: Continuation
  /**
   * How far the engine has the request. From `sent` to its first event nobody knows which reply it would take an
   * "Answer now" for, so that waits there.
   */
  request: 'none' | 'sent' | 'sent-answer-wanted' | 'heard'
  reasoningControl: ReasoningControl
  thinking?: { readonly since: number; readonly tokens: number }
  reasoningMs?: number
  /** Of the version that it goes on from. */
  readonly reasoningMsBefore?: number
  model?: Model
  done: Promise<void>
}

const retryMs = 2_000

/** The replies that are being made. Main owns them, not a window: they go on whatever windows do. */
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

  /** Replies that a death of the app interrupted get an end that says so; call once, before any window. */
  closeInterrupted(): void {
    const { store } = this.#options
    for (const reply of store.messages.unfinished()) {
      const message =
        reply.text === '' && reply.reasoning === ''
          ? 'Parley ended before this reply began. Your message is saved.'
          : 'Parley ended while this reply was being written. What came is saved.'
      store.messages.finishReply(reply.id, { state: 'failed', error: { code: 'interrupted', message } })
    }
  }

  isRunning(conversationId: string): boolean {
    return this.#runs.has(conversationId)
  }

  /**
   * Starts or queues the run that fills `reply`, which is the last message of its conversation's path. With a
   * `continuation` it has that text already.
   */
  start(reply: AssistantMessage, continuation?: Continuation): void {
    const { store, engine, onConversation, onUnsaved } = this.#options
    engine.wake()
    const aborter = new AbortController()
    const run: Run = {
      reply,
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

  /** Ends the reply that is being made or waits; what came stays. Resolves when its end is written. */
  async stop(conversationId: string): Promise<void> {
    const run = this.#runs.get(conversationId)
    run?.aborter.abort()
    await run?.done
  }

  /** Ends the reasoning: the model answers from what it has. Nothing to do when there is no reply or it answers. */
  async answerNow(conversationId: string): Promise<void> {
    const run = this.#runs.get(conversationId)
    if (!run || run.state === 'writing') return
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
      case 'heard':
        return this.#options.engine.answerNow()
    }
  }

  /** Resolves when the reply that is being made, if any, has its end in the store. */
  async finished(conversationId: string): Promise<void> {
    await this.#runs.get(conversationId)?.done
  }

  /** The app quits: ends every reply, and waits for no disk. */
  async stopAll(): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#runs.keys()].map((id) => this.stop(id)))
  }

  /** Messages as the store has them, with the running reply up to its last token. */
  path(conversationId: string): readonly Message[] {
    const run = this.#runs.get(conversationId)
    const path = this.#options.store.messages.path(conversationId)
    if (!run) return path
    return path.map((message) => (message.id === run.reply.id ? this.#grown(run, message) : message))
  }

  /** The running reply up to its last token. */
  #grown(run: Run, message: Message): Message {
    if (message.role !== 'assistant') return message
    const text = message.text + run.writer.unwritten('answer')
    const reasoning = message.reasoning + run.writer.unwritten('reasoning')
    const thinking = run.state === 'thinking' ? run.thinking : undefined
    return { ...message, text, reasoning, state: run.state, ...(thinking && { thinking }) }
  }

  async #make(run: Run): Promise<void> {
    let release: (() => void) | undefined
    let end: ReplyEnd
    try {
      const { engine, queue } = this.#options
      const { signal } = run.aborter
      const { id: targetId, conversationId } = run.reply
      release = await queue.acquire({ purpose: 'reply', conversationId, targetId }, signal)
      run.model = await engine.ready(signal)
      end = await this.#generate(run)
    } catch (error) {
      end = endAfter(error, run.aborter.signal)
    } finally {
      release?.()
    }
    const { model, reasoningControl } = run
    await this.#finish(run, { ...end, reasoningMs: this.#reasoningMs(run), model, reasoningControl })
  }

  /** The time of thinking, also of thinking that was cut off, and of what the reply went on from. */
  #reasoningMs({ reasoningMsBefore: before, reasoningMs, thinking }: Run): number | undefined {
    const own = reasoningMs ?? (thinking && Date.now() - thinking.since)
    return before === undefined ? own : before + (own ?? 0)
  }

  async #generate(run: Run): Promise<ReplyEnd> {
    const request = this.#request(run)
    run.request = 'sent'
    for await (const event of this.#options.engine.generate(request, run.aborter.signal)) {
      if (this.#hear(run)) await this.#options.engine.answerNow()
      const end = this.#take(run, event)
      if (!end) continue
      const cut = endAfter(undefined, run.aborter.signal)
      return cut.state === 'failed' ? { ...end, ...cut } : end
    }
    return endAfter(undefined, run.aborter.signal)
  }

  /** The engine works at the request. Returns whether an "Answer now" came since it was sent. */
  #hear(run: Run): boolean {
    const isAnswerWanted = run.request === 'sent-answer-wanted'
    run.request = 'heard'
    return isAnswerWanted
  }

  #request({ reply, reasoningControl, ...run }: Run): GenerateRequest {
    const { store, summaryOf } = this.#options
    const { id, recipe, reasoning, text } = reply
    if (!recipe) throw new AppError('unknown', 'It is not known with what this reply should be made.')
    const isSkippedHere = reasoningControl === 'skipped' && run.continuation?.channel !== 'answer'
    const continuation = isSkippedHere ? ({ reasoning, text, channel: 'answer' } as const) : run.continuation
    return requestFrom(recipe, store.messages.before(id), summaryOf, continuation)
  }

  #take(run: Run, event: GenerateEvent): ReplyEnd | undefined {
    const { id: messageId, conversationId } = run.reply
    const { feed } = this.#options
    switch (event.type) {
      case 'reading':
        this.#setState(run, 'reading', { reading: { done: event.done, total: event.total } })
        return undefined
      case 'text': {
        const { channel, text } = event
        this.#enter(run, channel)
        run.hasAnswer ||= channel === 'answer' && text.trim() !== ''
        run.writer.append(channel, text)
        feed.publish(conversationId, { type: 'text', messageId, channel, text })
        return undefined
      }
      case 'thought':
        run.thinking = { since: run.thinking?.since ?? Date.now(), tokens: event.tokens }
        feed.publish(conversationId, { type: 'thinking', messageId, ...run.thinking })
        return undefined
      case 'reasoning-ended':
        run.reasoningControl = 'ended-by-user'
        return undefined
      case 'end':
        return endOf(event, run.hasAnswer)
    }
  }

  #enter(run: Run, channel: 'answer' | 'reasoning'): void {
    if (channel === 'reasoning') run.thinking ??= { since: Date.now(), tokens: 0 }
    else if (run.thinking) run.reasoningMs ??= Date.now() - run.thinking.since
    const state = channel === 'reasoning' ? 'thinking' : 'writing'
    if (run.state !== state) this.#setState(run, state)
  }

  #setState(run: Run, state: ReplyState, detail: { reading?: { done: number; total: number } } = {}) {
    run.state = state
    this.#options.feed.publish(run.reply.conversationId, { type: 'state', messageId: run.reply.id, state, ...detail })
  }

  async #finish(run: Run, end: ReplyEnd): Promise<void> {
    const { conversationId } = run.reply
    const { store, feed, onConversation, onEnd } = this.#options
    const message = await this.#writeEnd(run, end)
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
      console.error('The end of a reply is stored, its mark in the list is not:', error)
    }
  }

  /**
   * Writes the end, and on a full disk again until it takes it; the reply is on the screen all the while. Gives up when
   * the app quits: the chunks are stored, and the next start closes the reply.
   */
  async #writeEnd(run: Run, end: ReplyEnd): Promise<AssistantMessage | undefined> {
    for (let isFirst = true; ; isFirst = false) {
      try {
        return run.writer.finish(end)
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'unknown'
        // Deleted for good meanwhile, or ended already.
        if (code === 'not-found' || code === 'refused') return undefined
        if (isFirst) this.#options.onUnsaved(error instanceof Error ? error.message : String(error))
        if (code !== 'disk-full' || this.#closing.signal.aborted) return undefined
        await this.#pause()
      }
    }
  }

  /** Until the next try, or at once when the app quits. */
  #pause(): Promise<void> {
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
