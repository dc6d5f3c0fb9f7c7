import type { AssistantMessage, Message, ReplyState } from '../../../contract/chat.js'
import type { GenerateEvent } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { ReplyEnd, Store } from '../store/store.js'
import type { EngineQueue } from './engine-queue.js'
import { promptFrom } from './prompt.js'
import { ReplyWriter } from './reply-writer.js'
import type { TranscriptFeed } from './transcript-feed.js'

interface RunsOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly feed: TranscriptFeed
  readonly summaryOf: (jobId: string) => { name: string; text: string } | undefined
  /** The conversation's row in the sidebar changed. */
  readonly onConversation: (id: string) => void
  /** A write failed: nothing is lost, it is tried again until it works. */
  readonly onUnsaved: (message: string) => void
}

interface Run {
  readonly reply: AssistantMessage
  readonly aborter: AbortController
  readonly writer: ReplyWriter
  state: ReplyState
  hasAnswer: boolean
  thinkingSince?: number
  reasoningMs?: number
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

  /** Starts or queues the run that fills `reply`, which is the last message of its conversation's path. */
  start(reply: AssistantMessage): void {
    const { store, onConversation, onUnsaved } = this.#options
    const aborter = new AbortController()
    const run: Run = {
      reply,
      aborter,
      writer: new ReplyWriter(store, reply.id, (error) => {
        onUnsaved(error.message)
        aborter.abort(error)
      }),
      state: 'waiting',
      hasAnswer: false,
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
    return path.map((message) => {
      if (message.id !== run.reply.id || message.role !== 'assistant') return message
      const text = message.text + run.writer.unwritten('answer')
      const reasoning = message.reasoning + run.writer.unwritten('reasoning')
      return { ...message, text, reasoning, state: run.state }
    })
  }

  async #make(run: Run): Promise<void> {
    let release: (() => void) | undefined
    let end: ReplyEnd
    try {
      const { engine, queue } = this.#options
      const { signal } = run.aborter
      release = await queue.acquire('reply', signal, (place) => this.#setState(run, 'waiting', { place }))
      await engine.ready(signal)
      end = await this.#generate(run)
    } catch (error) {
      end = endAfter(error, run.aborter.signal)
    } finally {
      release?.()
    }
    await this.#finish(run, { ...end, reasoningMs: run.reasoningMs })
  }

  async #generate(run: Run): Promise<ReplyEnd> {
    const { engine, store, summaryOf } = this.#options
    const path = store.messages.path(run.reply.conversationId)
    const before = path.slice(
      0,
      path.findIndex((message) => message.id === run.reply.id),
    )
    const events = engine.generate(
      {
        messages: promptFrom(before, summaryOf),
        effort: 'medium',
        date: localDate(),
        seed: Math.floor(Math.random() * 2 ** 31),
      },
      run.aborter.signal,
    )
    for await (const event of events) {
      const end = this.#take(run, event)
      if (!end) continue
      const cut = endAfter(undefined, run.aborter.signal)
      return cut.state === 'failed' ? { ...end, ...cut } : end
    }
    return endAfter(undefined, run.aborter.signal)
  }

  #take(run: Run, event: GenerateEvent): ReplyEnd | undefined {
    switch (event.type) {
      case 'reading':
        this.#setState(run, 'reading', { reading: { done: event.done, total: event.total } })
        return undefined
      case 'text': {
        this.#enter(run, event.channel)
        run.hasAnswer ||= event.channel === 'answer' && event.text.trim() !== ''
        run.writer.append(event.channel, event.text)
        this.#options.feed.publish(run.reply.conversationId, {
          type: 'text',
          messageId: run.reply.id,
          channel: event.channel,
          text: event.text,
        })
        return undefined
      }
      case 'end': {
        const { decodeMs, reason, ...rest } = event
        return {
          ...(reason === 'cancelled'
            ? { state: 'stopped' }
            : run.hasAnswer
              ? { state: 'done' }
              : withoutAnswer(reason)),
          statistics: {
            promptTokens: rest.promptTokens,
            cachedTokens: rest.cachedTokens,
            replyTokens: rest.replyTokens,
            firstTokenMs: rest.firstTokenMs,
            // The first token is the prompt's last step.
            tokensPerSecond: decodeMs > 0 ? (Math.max(0, rest.replyTokens - 1) * 1_000) / decodeMs : 0,
            endReason: reason,
          },
        }
      }
    }
  }

  #enter(run: Run, channel: 'answer' | 'reasoning'): void {
    if (channel === 'reasoning') run.thinkingSince ??= Date.now()
    else if (run.thinkingSince !== undefined) run.reasoningMs ??= Date.now() - run.thinkingSince
    const state = channel === 'reasoning' ? 'thinking' : 'writing'
    if (run.state !== state) this.#setState(run, state)
  }

  #setState(run: Run, state: ReplyState, detail: { place?: number; reading?: { done: number; total: number } } = {}) {
    run.state = state
    this.#options.feed.publish(run.reply.conversationId, { type: 'state', messageId: run.reply.id, state, ...detail })
  }

  async #finish(run: Run, end: ReplyEnd): Promise<void> {
    const { conversationId } = run.reply
    const { store, feed, onConversation } = this.#options
    const message = await this.#writeEnd(run, end)
    this.#runs.delete(conversationId)
    if (!message) {
      feed.publish(conversationId, { type: 'state', messageId: run.reply.id, state: 'failed' })
      return
    }
    feed.publish(conversationId, { type: 'message', message })
    try {
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

/** The model stopped by itself and the answer is empty: an empty reply would look like a fault of the app. */
function withoutAnswer(reason: 'stop' | 'length'): Pick<ReplyEnd, 'state' | 'error'> {
  const message =
    reason === 'length'
      ? 'There was no room left for the answer. Ask with less text, or begin a new conversation.'
      : 'The model ended without an answer. What it thought is kept above.'
  return { state: 'failed', error: { code: 'no-answer', message } }
}

function endAfter(error: unknown, signal: AbortSignal): ReplyEnd {
  const cause = signal.aborted ? signal.reason : error
  if (cause instanceof AppError) return { state: 'failed', error: { code: cause.code, message: cause.message } }
  if (signal.aborted || error === undefined) return { state: 'stopped' }
  const message = error instanceof Error ? error.message : String(error)
  return { state: 'failed', error: { code: 'unknown', message } }
}

/** Today in the user's time zone, YYYY-MM-DD. */
const localDate = () => new Date().toLocaleDateString('sv-SE')
