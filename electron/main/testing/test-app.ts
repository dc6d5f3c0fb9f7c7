import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssistantMessage, Message, ModelName } from '../../../contract/chat.js'
import type { GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import type { Model } from '../../../contract/models.js'
import { initialSettings, type Settings } from '../../../contract/settings.js'
import type { TranscriptChange } from '../../../contract/streams.js'
import { summaryAsText } from '../../../contract/summary-text.js'
import { createDocuments, type Documents } from '../documents/documents.js'
import { Originals } from '../documents/originals.js'
import type { Reader } from '../documents/reader.js'
import type { EngineClient } from '../engine/engine-client.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { ContentFilter } from '../filter/content-filter.js'
import { ContextMeter } from '../runs/context.js'
import { Cuts } from '../runs/cuts.js'
import { createToldDocuments, DocumentViews } from '../runs/document-views.js'
import { QueuedMessages } from '../runs/queued-messages.js'
import { Replies } from '../runs/replies.js'
import type { ReplyModels } from '../runs/reply-models.js'
import { Runs } from '../runs/runs.js'
import { Titles } from '../runs/titles.js'
import { TranscriptFeed } from '../runs/transcript-feed.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { goodReader } from './test-document.js'

export type Script = (request: GenerateRequest, signal: AbortSignal) => AsyncIterable<GenerateEvent>

export const text = (channel: 'reasoning' | 'answer', words: string): GenerateEvent => ({
  type: 'text',
  channel,
  text: words,
})

export const end: Extract<GenerateEvent, { type: 'end' }> = {
  type: 'end',
  reason: 'stop',
  promptTokens: 20,
  cachedTokens: 5,
  replyTokens: 4,
  reasoningTokens: 2,
  firstTokenMs: 7,
  decodeMs: 10,
}

/** A script that writes these words as the answer. */
export const saying = (words: string): Script =>
  async function* () {
    yield text('answer', words)
    yield end
  }

/** A script that yields these events, then waits until it is cancelled, like an engine in the middle of a reply. */
export const untilCancelled = (events: readonly GenerateEvent[]): Script =>
  async function* (_, signal) {
    yield* events
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve())
    })
    yield { ...end, reason: 'cancelled' }
  }

export const charactersPerToken = 4
/** Tokens that a prompt adds to the text of each message. */
export const frame = 5

const tokensOf = (words: string) => Math.ceil(words.length / charactersPerToken)

const promptTokens = ({ instructions, messages }: GenerateRequest) =>
  frame + tokensOf(instructions ?? '') + messages.reduce((all, each) => all + frame + tokensOf(each.text), 0)

/** For tests: the stores, runs, documents and queue of main, with a scripted engine in place of the engine process. */
export class TestApp {
  readonly folder = mkdtempSync(join(tmpdir(), 'parley-runs-'))
  store: Store = openStore(this.folder)
  readonly feed = new TranscriptFeed()
  readonly queue = new EngineQueue()
  readonly requests: GenerateRequest[] = []
  /** The texts of each call of `countTokens`. */
  readonly counted: (readonly string[])[] = []
  readonly changes: TranscriptChange[] = []
  readonly unsaved: string[] = []
  settings: Settings = initialSettings
  script: Script = saying('Hello.')
  onAnswerNow: () => void = () => {}
  /** Other models that "try again with" can choose; each id is also the name. */
  readonly otherModels: string[] = []
  reader: Reader = goodReader
  model: Model = { id: 'Test', name: 'Test', isDemo: false, contextLength: 2_048, weightBytes: 0, efforts: [] }
  chosen = { id: 'Test', name: 'Test' }
  /** The model that the content filter has of its own. */
  safeguard: ModelName | undefined
  /** The models that were loaded in a turn, in order. */
  readonly loaded: string[] = []
  readonly engine: EngineClient
  readonly filter: ContentFilter
  readonly runs: Runs
  readonly replies: Replies
  readonly queued: QueuedMessages
  readonly meter: ContextMeter
  readonly cuts: Cuts
  readonly titles: Titles
  readonly documents: Documents

  weighing: EngineClient['weigh'] = async function* () {}

  constructor() {
    const app = this
    this.engine = {
      get status() {
        return { state: 'ready', model: app.model } as const
      },
      onStatus: () => () => {},
      ready: async () => app.model,
      wake: () => {},
      generate: (request, signal) => {
        app.requests.push(request)
        return app.script(request, signal)
      },
      weigh: (request, signal) => app.weighing(request, signal),
      countTokens: async (texts) => {
        app.counted.push(texts)
        return texts.map(tokensOf)
      },
      countPrompt: async (request) => promptTokens(request),
      answerNow: async () => app.onAnswerNow(),
      showPrompt: async () => ({ tokens: [], text: '', markers: [] }),
    }
    const { store, engine, queue, feed } = this
    const models: ReplyModels = {
      get chosen() {
        return app.chosen
      },
      isStored: () => true,
      find: (id) => ([app.model.id, ...app.otherModels].includes(id) ? { id, name: id } : undefined),
      choose: (name) => {
        app.chosen = { id: name, name }
        models.use(name)
      },
      use: (name) => {
        app.model = { ...app.model, id: name, name }
      },
      loadInTurn: (name) => {
        app.loaded.push(name)
        models.use(name)
      },
    }
    const settings = () => this.settings
    const told = createToldDocuments(store, (jobId) => {
      const job = store.jobs.get(jobId)
      return job.state === 'done'
        ? { name: job.name, text: summaryAsText({ ...job, form: job.options.form }) }
        : undefined
    })
    this.documents = createDocuments({
      store,
      engine,
      queue,
      reader: { read: (...args) => this.reader.read(...args) },
      originals: new Originals(this.folder),
      settings: () => ({ ocrLanguages: ['eng'], keepsOriginals: true }),
      onMessage: () => {},
      onJob: () => {},
      onDocument: () => {},
      onSent: () => {},
      onRemoved: () => {},
    })
    const views = new DocumentViews({ store, documents: this.documents, engine, queue })
    const onConversation = () => {}
    this.filter = new ContentFilter({
      store,
      engine,
      queue,
      settings,
      models: {
        safeguard: () => app.safeguard,
        loadInTurn: (id) => models.loadInTurn(id),
        promise: () => {
          const { id } = app.model
          return () => models.loadInTurn(id)
        },
      },
      onMessage: (message) => feed.publish(message.conversationId, { type: 'message', message }),
      onWork: () => {},
    })
    this.runs = new Runs({
      store,
      engine,
      queue,
      feed,
      told,
      viewDocuments: (...args) => views.forReply(...args),
      filter: this.filter,
      onConversation,
      onEnd: (reply) => {
        this.filter.onEnd(reply)
        this.queued.onEnd(reply)
      },
      onUnsaved: () => {},
    })
    this.replies = new Replies({
      store,
      models,
      runs: this.runs,
      told,
      views,
      feed,
      settings,
      onDocumentSent: () => {},
      onConversation,
    })
    const onRefused = (message: string) => this.unsaved.push(message)
    this.queued = new QueuedMessages({ store, runs: this.runs, replies: this.replies, feed, onRefused })
    this.meter = new ContextMeter(engine, told, views)
    const { runs, replies, meter } = this
    const onUnsaved = (message: string) => this.unsaved.push(message)
    this.cuts = new Cuts({ store, engine, queue, feed, runs, replies, meter, told, onConversation, onUnsaved })
    this.titles = new Titles({ store, engine, queue, settings, onConversation })
    const publish = feed.publish.bind(feed)
    feed.publish = (conversationId, change) => {
      this.changes.push(change)
      publish(conversationId, change)
    }
  }

  /** Sends a message and resolves with the finished reply. */
  async ask(conversationId: string | null, words: string): Promise<AssistantMessage> {
    const sent = this.replies.send(conversationId, words)
    await this.runs.finished(sent.conversationId)
    return this.last(sent.conversationId)
  }

  /** Returns the last reply from the store. */
  last(conversationId: string): AssistantMessage {
    return replyOf(this.store.messages.path(conversationId))
  }

  /** Returns the last reply with all text so far, stored or not. */
  running(conversationId: string): AssistantMessage {
    return replyOf(this.runs.path(conversationId))
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
  }

  /** The texts of the messages in the last request. */
  get told(): readonly string[] {
    return this.requests.at(-1)?.messages.map((message) => message.text) ?? []
  }

  remove(): void {
    this.store.close()
    rmSync(this.folder, { recursive: true })
  }
}

function replyOf(path: readonly Message[]): AssistantMessage {
  const message = path.at(-1)
  if (message?.role !== 'assistant') throw new Error('The path does not end with a reply.')
  return message
}
