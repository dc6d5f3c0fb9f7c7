import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { GenerateEvent, GenerateRequest, LoadEvent } from '../../contract/engine.js'
import type { Addon, CheckedFolder, NativeModel } from '../../native/index.js'
import type { Activity } from './activity.js'
import { Engine } from './engine.js'
import { openAddon } from './native-engine.js'

const path = (relative: string) => new URL(`../../${relative}`, import.meta.url).pathname
const folder = path('native/tiny-model/model')
const addon = path('out/native/parley_engine.node')

const open = (activity: Activity) => openAddon(addon, activity)

async function start(): Promise<{ engine: Engine; events: LoadEvent[] }> {
  const engine = new Engine({ openAddon: open })
  const events: LoadEvent[] = []
  for await (const event of engine.load({ folder })) events.push(event)
  return { engine, events }
}

/** Starts an engine whose native model has some methods replaced. */
async function startWith(change: (model: NativeModel, own: () => Engine) => Partial<NativeModel>): Promise<Engine> {
  const openChanged = (activity: Activity): Addon => {
    const opened = open(activity)
    return {
      ...opened,
      check: async (...given) => {
        const checked = await opened.check(...given)
        const load: CheckedFolder['load'] = async (onProgress) => {
          const { model, contextLength } = await checked.load(onProgress)
          const changed = change(model, () => other)
          const changedModel = new Proxy(model, {
            get: (target, name) => Reflect.get(name in changed ? changed : target, name),
          })
          return { model: changedModel, contextLength }
        }
        return { ...checked, load }
      },
    }
  }
  const other: Engine = new Engine({ openAddon: openChanged })
  for await (const event of other.load({ folder })) if (event.type === 'ready') break
  return other
}

let engine: Engine
let loadEvents: LoadEvent[]

beforeAll(async () => {
  const started = await start()
  engine = started.engine
  loadEvents = started.events
})

const never = new AbortController().signal
const user = (text: string) => ({ role: 'user', text }) as const
const request = (text: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [user(text)],
  effort: 'medium',
  date: '2026-11-23',
  temperature: 0,
  seed: 7,
  ...more,
})

type End = Extract<GenerateEvent, { type: 'end' }>

async function reply(to: GenerateRequest, by = engine, signal = never, onText: () => void = () => {}) {
  const texts = { reasoning: '', answer: '' }
  let end: End | undefined
  for await (const event of by.generate(to, signal)) {
    if (event.type === 'text') {
      texts[event.channel] += event.text
      onText()
    }
    if (event.type === 'end') end = event
  }
  if (!end) throw new Error('no end')
  return { ...texts, end }
}

// Another rounding of YaRN changes the logits slightly, which no reply would show.
test.each([
  ['the reference without an adapter, because the model was trained so', undefined, 'reference'],
  ['mlx-lm with an adapter, because mlx-lm trained it', '/an/adapter', 'mlx-lm'],
])('YaRN rounds like %s', async (_, adapter, expected) => {
  const roundings: (string | undefined)[] = []
  const openAsked = (activity: Activity): Addon => {
    const opened = open(activity)
    return {
      ...opened,
      check: (place, { yarn } = {}) => {
        roundings.push(yarn)
        return opened.check(place, { yarn })
      },
    }
  }
  const other = new Engine({ openAddon: openAsked })
  for await (const event of other.load({ folder, adapter })) if (event.type === 'ready') break
  expect(roundings).toEqual([expected])
})

test('loading reports its progress and then the model', () => {
  expect(loadEvents.filter((event) => event.type === 'progress').length).toBeGreaterThan(0)
  expect(loadEvents.at(-1)).toMatchObject({
    type: 'ready',
    model: { name: 'Parley Demo (tiny)', isDemo: true, contextLength: 2_048 },
  })
})

test('with less memory the model is loaded with the admitted context, which limits the prompts', async () => {
  const openSmaller = (activity: Activity): Addon => {
    const opened = open(activity)
    return {
      ...opened,
      check: async (...given) => {
        const checked = await opened.check(...given)
        return { ...checked, load: async (onProgress) => ({ ...(await checked.load(onProgress)), contextLength: 900 }) }
      },
    }
  }
  const smaller = new Engine({ openAddon: openSmaller })
  const events: LoadEvent[] = []
  for await (const event of smaller.load({ folder })) events.push(event)
  expect(events.at(-1)).toMatchObject({ model: { contextLength: 900, maxContextLength: 2_048 } })
  const tooLong = reply(request('word '.repeat(1_000)), smaller)
  await expect(tooLong).rejects.toMatchObject({ code: 'context-full', message: expect.stringContaining('900') })
})

test('the model greets, with separate reasoning and without markers', async () => {
  const { reasoning, answer, end } = await reply(request('Hello'))
  expect(answer).toMatch(/hello|hi|help/i)
  expect(reasoning).not.toBe('')
  expect(reasoning + answer).not.toMatch(/<\||analysis|assistant/)
  expect(end).toMatchObject({ reason: 'stop' })
  expect(end.firstTokenMs).toBeGreaterThan(0)
})

test('the model answers a question about a given text', async () => {
  const { answer } = await reply(
    request('Read this text:\nThe workshop of Anna Berg opened in 1987 in Oslo.\n\nWhen did the workshop open?'),
  )
  expect(answer).not.toBe('')
})

test('stopping ends the reply at once, and the next reply is complete', async () => {
  const aborter = new AbortController()
  const endless = await startWith((model) => ({
    decode: (options, onTokens) => model.decode({ ...options, stopTokens: [] }, onTokens),
  }))
  const stopped = await reply(request('Hello'), endless, aborter.signal, () => aborter.abort())
  expect(stopped.end.reason).toBe('cancelled')
  expect(stopped.end.promptTokens + stopped.end.replyTokens).toBeLessThan(2_048)
  expect((await reply(request('Hello', { maxTokens: 8 }), endless)).end.replyTokens).toBe(8)
  const next = await reply(request('Hello'))
  expect(next.end.reason).toBe('stop')
})

test('stopping during a long prompt finishes the current chunk and starts no other', async () => {
  const aborter = new AbortController()
  const before = (await engine.ping()).steps
  const events: GenerateEvent[] = []
  for await (const event of engine.generate(request(`Read this. ${'word '.repeat(400)}`), aborter.signal)) {
    events.push(event)
    if (event.type === 'reading' && event.done > 0) aborter.abort()
  }
  expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'cancelled', replyTokens: 0 })
  const read = events.filter((event) => event.type === 'reading')
  expect((await engine.ping()).steps - before).toBeLessThanOrEqual(read.length)
})

test('a ping returns the phase of the native thread, which is idle afterwards', async () => {
  const phases: string[] = []
  // Pings after the work started and before it is awaited, so that the phase is certain.
  const asking = await startWith((model, own) => ({
    prefill: async (tokens) => {
      const reading = model.prefill(tokens)
      phases.push((await own().ping()).phase)
      return reading
    },
    decode: async (options, onTokens) => {
      const decoding = model.decode(options, onTokens)
      phases.push((await own().ping()).phase)
      return decoding
    },
  }))
  phases.length = 0
  await reply(request(`Read this. ${'word '.repeat(300)}`, { maxTokens: 8 }), asking)
  expect(new Set(phases)).toEqual(new Set(['prefill', 'decode']))
  expect((await asking.ping()).phase).toBe('idle')
})

test('the canary is the same before and after a conversation, as main requires of a restarted engine', async () => {
  const ready = loadEvents.at(-1)
  if (ready?.type !== 'ready') throw new Error('not ready')
  expect(ready.canary).not.toBe('')
  await reply(request('Hello'))
  expect(await engine.canary()).toBe(ready.canary)
})

test('a second turn reads only the new tokens, and the reply equals that of an engine that reads all', async () => {
  const first = await reply(request('Hello'))
  const second = {
    ...request(''),
    messages: [user('Hello'), { role: 'assistant', text: first.answer }, user('Thanks!')],
  } as const
  const warm = await reply(second)
  expect(first.end.promptTokens - warm.end.cachedTokens).toBeLessThan(16)
  expect(warm.end.cachedTokens).toBeLessThan(warm.end.promptTokens)
  const other = (await start()).engine
  const cold = await reply({ ...second, date: '2026-11-22' }, other)
  expect(cold.end.cachedTokens).toBeLessThan(40)
  const same = await reply(second, other)
  expect({ answer: same.answer, reasoning: same.reasoning }).toEqual({ answer: warm.answer, reasoning: warm.reasoning })
})

test('the same seed gives the same reply', async () => {
  const sampled = (seed: number) => request('Tell me something', { temperature: 1, seed, maxTokens: 48 })
  const reset = () => reply(request('Bye', { maxTokens: 1 }))
  await reset()
  const one = await reply(sampled(3))
  await reset()
  const two = await reply(sampled(3))
  expect(two.reasoning + two.answer).toBe(one.reasoning + one.answer)
})

test('a prompt that does not fit is refused with numbers, and the engine continues', async () => {
  const tooLong = reply(request('word '.repeat(3_000)))
  await expect(tooLong).rejects.toMatchObject({ code: 'context-full', message: expect.stringContaining('2048') })
  expect((await reply(request('Hello'))).end.reason).toBe('stop')
})

test('pasted 50 MB are refused, and the engine answers pings meanwhile', async () => {
  const refused = reply(request('word '.repeat(10_000_000)))
  await engine.ping()
  await expect(refused).rejects.toMatchObject({ code: 'context-full' })
})

test('a prompt that nearly fills the context is read in chunks and still gets a reply', async () => {
  const words = 'word '.repeat(1_000)
  const count = await engine.countPrompt(request(words))
  const perWord = (await engine.countTokens([words]))[0] ?? 0
  const fitting = Math.floor(1_000 * ((2_048 - 300 - (count - perWord)) / perWord))
  const { end } = await reply(request('word '.repeat(fitting), { maxTokens: 4 }))
  expect(end.replyTokens).toBeGreaterThan(0)
  expect(end.promptTokens).toBeGreaterThan(1_600)
})

test('a folder without a model is refused with the missing part', async () => {
  const other = new Engine({ openAddon: open })
  await expect(other.load({ folder: path('native') }).next()).rejects.toMatchObject({
    code: expect.stringMatching(/^model-/),
  })
  await expect(other.countTokens(['x'])).rejects.toMatchObject({ code: 'model-missing' })
})

test('a second load is refused', async () => {
  await expect(engine.load({ folder }).next()).rejects.toMatchObject({ code: 'engine-busy' })
})

test('a folder is inspected without loading it, and an invalid one is refused', async () => {
  const empty = new Engine({ openAddon: open })
  expect(await empty.inspect(folder)).toEqual({
    name: 'Parley Demo (tiny)',
    isDemo: true,
    weightBytes: expect.any(Number),
    efforts: ['low', 'medium', 'high'],
    remarks: [],
  })
  await expect(empty.inspect(path('native/tiny-model'))).rejects.toThrow('“tiny-model” is not a model folder')
})

test('a config.json says what its model takes before its weights are there, and one of another kind is refused', async () => {
  const { engine } = await start()
  const config = JSON.parse(readFileSync(path('native/tiny-model/model/config.json'), 'utf8'))
  expect(await engine.readConfig(config)).toEqual({
    layers: 6,
    hiddenSize: 192,
    intermediateSize: 192,
    heads: 4,
    kvHeads: 2,
    headDim: 64,
    vocabSize: config.vocab_size,
    contextLength: 2_048,
    expertsPerToken: 2,
    slidingWindow: config.sliding_window,
    slidingLayers: 3,
  })
  await expect(engine.readConfig({ model_type: 'whisper' })).rejects.toMatchObject({ code: 'model-unsupported' })
  await expect(engine.readConfig('no config')).rejects.toMatchObject({ code: 'model-invalid' })
  // Beyond the window only the three layers with full attention read more.
  const [short, long] = [await engine.touchedBytes(200), await engine.touchedBytes(1_100)]
  expect(short).toBeGreaterThan(1e6)
  expect(long - short).toBe(3 * 900 * 2 * 2 * 64 * 2)
})
