import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AssistantMessage } from '../../../contract/chat.js'
import type { GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { initialSettings } from '../../../contract/settings.js'
import type { TranscriptEvent } from '../../../contract/streams.js'
import type { EngineClient } from '../engine/engine-client.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { recipeFrom } from './recipe.js'
import { Runs } from './runs.js'
import { TranscriptFeed } from './transcript-feed.js'

const model = { id: 'test', name: 'Test', isDemo: false, contextLength: 2_048, weightBytes: 0, efforts: [] }
const recipe = recipeFrom(initialSettings.defaults)
const text = (channel: 'reasoning' | 'answer', words: string): GenerateEvent => ({ type: 'text', channel, text: words })
const end: GenerateEvent = {
  type: 'end',
  reason: 'stop',
  promptTokens: 20,
  cachedTokens: 5,
  replyTokens: 4,
  reasoningTokens: 2,
  firstTokenMs: 7,
  decodeMs: 10,
}

let folder: string
let store: Store
let feed: TranscriptFeed
let unsaved: string[]
let requests: GenerateRequest[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-runs-'))
  store = openStore(folder)
  feed = new TranscriptFeed()
  unsaved = []
  requests = []
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

type Script = (signal: AbortSignal) => AsyncIterable<GenerateEvent>

function createRuns(script: Script): Runs {
  const engine: EngineClient = {
    status: { state: 'ready', model },
    onStatus: () => () => {},
    ready: async () => model,
    wake: () => {},
    generate: (request, signal) => {
      requests.push(request)
      return script(signal)
    },
    weigh: async function* () {},
    countTokens: async () => [],
    countPrompt: async () => 0,
    answerNow: async () => {},
    showPrompt: async () => ({ tokens: [], text: '', markers: [] }),
  }
  return new Runs({
    store,
    engine,
    queue: new EngineQueue(),
    feed,
    told: { summaryOf: () => undefined, documentOf: () => undefined, batchOf: () => undefined },
    viewDocuments: async () => [],
    onConversation: () => {},
    onEnd: () => {},
    onUnsaved: (message) => unsaved.push(message),
  })
}

function ask(runs: Runs, question = 'Hello'): AssistantMessage {
  const conversation = store.conversations.create(question)
  const { reply } = store.messages.addExchange(conversation.id, question, model.name, recipe)
  runs.start(reply)
  return reply
}

const stored = (reply: AssistantMessage) => store.messages.get(reply.id) as AssistantMessage

/** Yields `events`, then waits until it is cancelled, like an engine during a reply. */
const untilCancelled = (events: readonly GenerateEvent[]): Script =>
  async function* (signal) {
    yield* events
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve())
    })
    yield { ...end, reason: 'cancelled' } as GenerateEvent
  }

test('a reply is stored with its reasoning separate from the answer, and its statistics', async () => {
  const runs = createRuns(async function* () {
    yield text('reasoning', 'I greet.')
    yield text('answer', 'Hel')
    yield text('answer', 'lo.')
    yield end
  })
  const reply = ask(runs)
  await runs.finished(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'done', text: 'Hello.', reasoning: 'I greet.' })
  expect(stored(reply).statistics).toMatchObject({ promptTokens: 20, cachedTokens: 5, endReason: 'stop' })
  expect(runs.isIdle).toBe(true)
})

test('a character that cannot be stored is replaced before a window shows it', async () => {
  const runs = createRuns(async function* () {
    yield text('reasoning', 'a\0b')
    yield text('answer', 'c\0d\ud83d')
    yield end
  })
  const shown: string[] = []
  const publish = feed.publish.bind(feed)
  feed.publish = (id, change) => {
    if (change.type === 'text') shown.push(change.text)
    publish(id, change)
  }
  const reply = ask(runs)
  await runs.finished(reply.conversationId)
  expect(stored(reply)).toMatchObject({ reasoning: 'a␀b', text: 'c␀d\ufffd' })
  expect(shown).toEqual(['a␀b', 'c␀d\ufffd'])
})

test('a reply with broken format keeps its text and is marked as malformed', async () => {
  const runs = createRuns(async function* () {
    yield text('answer', 'I’m sorry.')
    yield { ...end, isMalformed: true } as GenerateEvent
  })
  const reply = ask(runs)
  await runs.finished(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'done', text: 'I’m sorry.', statistics: { isMalformed: true } })
})

test('Stop keeps the text and sets no error', async () => {
  const runs = createRuns(untilCancelled([text('answer', 'Half a')]))
  const reply = ask(runs)
  while (stored(reply).text === '') await new Promise((resolve) => setImmediate(resolve))
  await runs.stop(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'stopped', text: 'Half a' })
  expect(stored(reply).error).toBeUndefined()
  expect(stored(reply).statistics).toMatchObject({ promptTokens: 20, endReason: 'cancelled' })
})

/** Like an engine that hangs when it is stopped: ends without an `end` event. */
const untilCut = (events: readonly GenerateEvent[]): Script =>
  async function* (signal) {
    yield* events
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  }

test('a reply that is stopped during its reasoning stores the reasoning time', async () => {
  const runs = createRuns(untilCancelled([text('reasoning', 'Hm'), { type: 'reasoning-progress', tokens: 1 }]))
  const reply = ask(runs)
  while (stored(reply).reasoning === '') await new Promise((resolve) => setImmediate(resolve))
  await runs.stop(reply.conversationId)
  expect(stored(reply).reasoningMs).toBeGreaterThan(0)
})

test('a continuation of reasoning keeps the earlier reasoning time', async () => {
  const runs = createRuns(async function* () {
    yield text('answer', 'So.')
    yield end
  })
  const { id } = store.conversations.create('Hello')
  const base = store.messages.addExchange(id, 'Hello', model.name, recipe).reply
  store.messages.appendReply(base.id, 'reasoning', 'Hm')
  store.messages.finishReply(base.id, { state: 'stopped', reasoningMs: 1_234 })
  const reply = store.messages.addContinuation(base.id, model.name, recipe)
  runs.start(reply, { reasoning: 'Hm', text: '', channel: 'answer' })
  await runs.finished(id)
  expect(stored(reply)).toMatchObject({ state: 'done', reasoning: 'Hm', reasoningMs: 1_234 })
})

test('a reply without an `end` event still records that the user ended its reasoning', async () => {
  const runs = createRuns(untilCut([text('reasoning', 'Hm'), { type: 'reasoning-ended' }, text('answer', 'So')]))
  const reply = ask(runs)
  while (stored(reply).text === '') await new Promise((resolve) => setImmediate(resolve))
  await runs.stop(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'stopped', recipe: { reasoningControl: 'ended-by-user' } })
  expect(stored(reply).statistics).toBeUndefined()
})

test('an Answer now that the engine never received does not count as ended by the user', async () => {
  let die = () => {}
  const runs = createRuns(async function* () {
    yield text('reasoning', 'Hm')
    await new Promise<void>((resolve) => {
      die = resolve
    })
    throw new AppError('engine-gone', 'The model stopped.')
  })
  const reply = ask(runs)
  while (stored(reply).reasoning === '') await new Promise((resolve) => setImmediate(resolve))
  await runs.answerNow(reply.conversationId)
  die()
  await runs.finished(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'failed', reasoning: 'Hm' })
  expect(stored(reply).recipe).toMatchObject({ reasoningControl: 'model' })
})

test('when the engine dies the text stays and the reply has an error', async () => {
  const runs = createRuns(async function* () {
    yield text('answer', 'Half a')
    throw new AppError('engine-gone', 'The model stopped.')
  })
  const reply = ask(runs)
  await runs.finished(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'failed', text: 'Half a', error: { code: 'engine-gone' } })
})

test('a second run waits in the queue and can be stopped there', async () => {
  const runs = createRuns(untilCancelled([text('answer', 'First')]))
  const first = ask(runs, 'one')
  const second = ask(runs, 'two')
  expect(stored(second).state).toBe('waiting')
  await runs.stop(second.conversationId)
  expect(stored(second).state).toBe('stopped')
  expect(requests).toHaveLength(1)
  await runs.stop(first.conversationId)
})

test('a window that opens the conversation during a reply gets each piece of text once', async () => {
  let resume = () => {}
  const resumed = new Promise<void>((resolve) => {
    resume = resolve
  })
  const runs = createRuns(async function* () {
    yield text('answer', 'one ')
    await resumed
    yield text('answer', 'two')
    yield end
  })
  const reply = ask(runs)
  const { conversationId } = reply
  while (runs.path(conversationId).at(-1)?.role !== 'assistant') await Promise.resolve()
  const closing = new AbortController()
  const events: TranscriptEvent[] = []
  const watched = (async () => {
    const snapshot = () => ({
      conversationId,
      messages: runs.path(conversationId),
      jobs: [],
      batches: [],
      documents: [],
      draft: '',
      queued: [],
      edits: {},
      settings: initialSettings.defaults,
      cuts: [],
    })
    for await (const event of feed.subscribe(conversationId, snapshot, closing.signal)) {
      events.push(event)
      if (event.type === 'snapshot') resume()
      if (event.type === 'message') closing.abort()
    }
  })()
  await runs.finished(conversationId)
  await watched
  const first = events[0]
  const shown = first?.type === 'snapshot' ? first.transcript.messages.at(-1) : undefined
  const live = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  expect((shown?.role === 'assistant' ? shown.text : '') + live).toBe('one two')
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index))
})

test('replies that a crash of the app interrupted have an error after the restart, and keep their text', () => {
  const conversation = store.conversations.create('x')
  const { reply } = store.messages.addExchange(conversation.id, 'x', model.name)
  store.messages.appendReply(reply.id, 'answer', 'Half a')
  store.close()
  store = openStore(folder)
  createRuns(untilCancelled([])).closeInterrupted()
  expect(stored(reply)).toMatchObject({ state: 'failed', text: 'Half a', error: { code: 'interrupted' } })
})

test('quitting with a full disk does not hang, and the next start closes the reply with the stored text', async () => {
  const runs = createRuns(untilCancelled([text('answer', 'Half a thought')]))
  const reply = ask(runs)
  while (stored(reply).text === '') await new Promise((resolve) => setImmediate(resolve))
  Object.assign(store.messages, {
    finishReply: () => {
      throw new AppError('disk-full', 'The disk is full.')
    },
  })
  await runs.stopAll()
  store.close()
  store = openStore(folder)
  createRuns(untilCancelled([])).closeInterrupted()
  expect(stored(reply)).toMatchObject({ state: 'failed', text: 'Half a thought', error: { code: 'interrupted' } })
})

test('a reply ends even if its mark in the list cannot be written', async () => {
  const runs = createRuns(async function* () {
    yield text('answer', 'Hello.')
    yield end
  })
  Object.assign(store.conversations, {
    setUnread: () => {
      throw new AppError('disk-full', 'The disk is full.')
    },
  })
  const reply = ask(runs)
  await runs.finished(reply.conversationId)
  expect(runs.isIdle).toBe(true)
})

test('a reply with reasoning only fails with `no-answer` and keeps the reasoning', async () => {
  const runs = createRuns(async function* () {
    yield text('reasoning', 'Hm.')
    yield end
  })
  const reply = ask(runs)
  await runs.finished(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'failed', reasoning: 'Hm.', error: { code: 'no-answer' } })
})

test('the next prompt contains the answer without the reasoning', async () => {
  const runs = createRuns(async function* () {
    yield text('reasoning', 'secret')
    yield text('answer', 'Hello.')
    yield end
  })
  const reply = ask(runs)
  await runs.finished(reply.conversationId)
  runs.start(store.messages.addExchange(reply.conversationId, 'And?', model.name, recipe).reply)
  await runs.finished(reply.conversationId)
  expect(requests[1]?.messages).toEqual([
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: 'Hello.' },
    { role: 'user', text: 'And?' },
  ])
})

test('a full disk stops the run and notifies the user; the text is stored as soon as there is room', async () => {
  const runs = createRuns(untilCancelled([text('answer', 'Half a thought')]))
  const original = store.messages.appendReply
  let isFull = true
  Object.assign(store.messages, {
    appendReply: (...args: Parameters<typeof original>) => {
      if (isFull) throw new AppError('disk-full', 'The disk is full.')
      original.apply(store.messages, args)
    },
  })
  const reply = ask(runs)
  while (unsaved.length < 2) await new Promise((resolve) => setImmediate(resolve))
  isFull = false
  await runs.finished(reply.conversationId)
  expect(stored(reply)).toMatchObject({ state: 'failed', text: 'Half a thought', error: { code: 'disk-full' } })
})
