import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import { HarmonyFormat } from '../harmony/format.js'
import { FakeNative } from '../testing/fake-native.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { LoadedModel } from './loaded-model.js'

const folder = new URL('../../../native/tiny-model/model', import.meta.url).pathname
let tokenizer: Tokenizer

beforeAll(async () => {
  tokenizer = await Tokenizer.open(folder)
})

const id = (name: string) => tokenizer.specialId(name) ?? -1

/** Returns the ids of a complete reply in harmony. */
async function replyIds(reasoning: string, answer: string): Promise<number[]> {
  const text = (given: string) => tokenizer.encode(given)
  return [
    ...[id('<|channel|>'), ...(await text('analysis')), id('<|message|>'), ...(await text(reasoning)), id('<|end|>')],
    ...[id('<|start|>'), ...(await text('assistant')), id('<|channel|>'), ...(await text('final')), id('<|message|>')],
    ...[...(await text(answer)), id('<|return|>')],
  ]
}

const request = (text: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: 'user', text }],
  effort: 'medium',
  date: '2026-11-23',
  seed: 1,
  ...more,
})

const createModel = (native: FakeNative) =>
  new LoadedModel(native, tokenizer, new HarmonyFormat((name) => tokenizer.specialId(name)), {
    stopTokens: [id('<|return|>')],
    temperature: 0.5,
    topP: 0.9,
  })

async function collect(events: AsyncIterable<GenerateEvent>) {
  const all: GenerateEvent[] = []
  for await (const event of events) all.push(event)
  const text = (channel: 'reasoning' | 'answer') =>
    all.map((event) => (event.type === 'text' && event.channel === channel ? event.text : '')).join('')
  const end = all.findLast((event) => event.type === 'end')
  return { all, end, reasoning: text('reasoning'), answer: text('answer') }
}

const never = new AbortController().signal

test('a reply arrives as reasoning and answer, with its token counts and the model’s own sampling', async () => {
  const native = new FakeNative()
  native.script = await replyIds('Think.', 'Hello, you.')
  const { all, reasoning, answer, end } = await collect(createModel(native).generate(request('Hi'), never))
  expect({ reasoning, answer }).toEqual({ reasoning: 'Think.', answer: 'Hello, you.' })
  // The headers and end markers do not count as reasoning.
  const reasoningTokens = (await tokenizer.encode('Think.')).length
  expect(end?.reasoningTokens).toBe(reasoningTokens)
  expect(all.findLast((event) => event.type === 'reasoning-progress')?.tokens).toBe(reasoningTokens)
  expect(end).toMatchObject({ reason: 'stop', replyTokens: native.script.length })
  expect(native.decodes[0]).toMatchObject({ temperature: 0.5, topP: 0.9, seed: 1 })
})

test('an answer without a header is shown, and the reply is marked as malformed', async () => {
  const native = new FakeNative()
  native.script = [...(await tokenizer.encode('I’m sorry, but no.')), id('<|return|>')]
  const { answer, end } = await collect(createModel(native).generate(request('Hi'), never))
  expect(answer).toBe('I’m sorry, but no.')
  expect(end).toMatchObject({ reason: 'stop', isMalformed: true })
})

test('a reply does not depend on how its tokens are batched', async () => {
  const script = await replyIds('Straße, 好的, 👩‍👩‍👧', 'Ünïcödé 👍🏽.')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (batches) => {
      const native = new FakeNative()
      Object.assign(native, { script, batches })
      const { reasoning, answer } = await collect(createModel(native).generate(request('Hi'), never))
      expect({ reasoning, answer }).toEqual({ reasoning: 'Straße, 好的, 👩‍👩‍👧', answer: 'Ünïcödé 👍🏽.' })
    }),
    { numRuns: 60 },
  )
})

test('the cache holds exactly the prompt, then the reply without its last token', async () => {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = await replyIds('A.', 'B.')
  for (const text of ['Hi', 'Hi there, how are you?', 'Hi there']) {
    const { end } = await collect(model.generate(request(text), never))
    const count = await model.countPrompt(request(text))
    expect(end).toMatchObject({ promptTokens: count })
    expect(native.cache).toHaveLength(count + native.script.length - 1)
    expect(native.cache.slice(count)).toEqual(native.script.slice(0, -1))
  }
})

test('only the new part of a prompt is read', async () => {
  const native = new FakeNative(2_048, 'CPU')
  const model = createModel(native)
  native.script = [1]
  await model.warmUp('2026-11-23')
  native.script = await replyIds('A.', 'B.')
  const first = await collect(model.generate(request('Hi'), never))
  expect(first.end).toMatchObject({ cachedTokens: expect.closeTo(64, -1) })
  const again = await collect(model.generate(request('Hi'), never))
  const { promptTokens, cachedTokens } = again.end ?? { promptTokens: 0, cachedTokens: 0 }
  expect(promptTokens - cachedTokens).toBeLessThan(16)
})

// The warm-up of a GPU reads made-up tokens. If they replaced cached tokens unnoticed, the next prompt would resume
// from them.
test('a warm-up of a GPU leaves the cached prompt intact', async () => {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = await replyIds('A.', 'B.')
  await collect(model.generate(request('Hi'), never))
  await model.warmUp('2026-11-22')
  expect(native.chunks.some((count) => count >= 512)).toBe(true)
  const { end } = await collect(model.generate(request('Hi'), never))
  expect(end).toMatchObject({ reason: 'stop', cachedTokens: 65 })
  const count = await model.countPrompt(request('Hi'))
  expect(native.cache).toHaveLength(count + native.script.length - 1)
})

test('after a failed call the whole prompt is read again', async () => {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = await replyIds('A.', 'B.')
  await collect(model.generate(request('Hi'), never))
  native.onPrefill = () => {
    native.cache.length = 0
    throw new Error('out of memory')
  }
  await expect(collect(model.generate(request('Other'), never))).rejects.toThrow('out of memory')
  native.onPrefill = () => {}
  const { end } = await collect(model.generate(request('Hi'), never))
  expect(end).toMatchObject({ cachedTokens: 0 })
})

test('a long prompt is read in chunks and reports progress; stopping keeps the chunks that were read', async () => {
  const native = new FakeNative(8_192)
  const model = createModel(native)
  const aborter = new AbortController()
  const long = request('word '.repeat(3_000))
  let chunks = 0
  native.onPrefill = () => {
    if (++chunks === 3) aborter.abort()
  }
  const { all, end } = await collect(model.generate(long, aborter.signal))
  expect(end).toMatchObject({ reason: 'cancelled', replyTokens: 0 })
  expect(all.filter((event) => event.type === 'reading').map(({ done }) => done)).toEqual([0, 65, 65 + 1_024])
  expect(native.decodes).toHaveLength(0)
  const next = await collect(model.generate(long, never))
  expect(next.end).toMatchObject({ cachedTokens: 65 + 2 * 1_024 })
})

test('a CPU reads short chunks, so that it stops soon', async () => {
  const native = new FakeNative(2_048, 'CPU')
  native.script = await replyIds('A.', 'B.')
  await collect(createModel(native).generate(request('word '.repeat(300)), never))
  expect(Math.max(...native.chunks)).toBeLessThanOrEqual(64)
})

test('stopping during the reply ends it and keeps its text', async () => {
  const native = new FakeNative()
  native.script = await replyIds('A long thought about this and that.', 'B.')
  const aborter = new AbortController()
  native.onToken = (index) => {
    if (index === 6) aborter.abort()
  }
  const { reasoning, answer, end } = await collect(createModel(native).generate(request('Hi'), aborter.signal))
  expect(end).toMatchObject({ reason: 'cancelled', replyTokens: 7 })
  expect(reasoning).not.toBe('')
  expect(answer).toBe('')
  expect('A long thought about this and that.'.startsWith(reasoning)).toBe(true)
})

test('leaving the loop stops the model before the next run begins', async () => {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = await replyIds('A long thought about this and that.', 'B.')
  for await (const event of model.generate(request('Hi'), never)) if (event.type === 'text') break
  expect(native.isCancelled).toBe(true)
  const { end } = await collect(model.generate(request('Hi'), never))
  expect(end).toMatchObject({ reason: 'stop' })
  expect(native.cache.slice(-native.script.length + 1)).toEqual(native.script.slice(0, -1))
})

test('a second run waits for the first', async () => {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = await replyIds('A.', 'B.')
  const replies = await Promise.all(['One', 'Two'].map((text) => collect(model.generate(request(text), never))))
  expect(replies.map(({ answer }) => answer)).toEqual(['B.', 'B.'])
  expect(native.decodes).toHaveLength(2)
})

test('a prompt that does not fit is refused with numbers before anything is read', async () => {
  const native = new FakeNative(512)
  const model = createModel(native)
  const refused = collect(model.generate(request('word '.repeat(600)), never))
  await expect(refused).rejects.toMatchObject({ code: 'context-full', message: expect.stringMatching(/512/) })
  expect(native.chunks).toEqual([])
  // The prompt fits, but would leave no room for a reply.
  const count = await model.countPrompt(request('word '.repeat(200)))
  const text = 'word '.repeat(200 + 512 - count - 20)
  await expect(collect(model.generate(request(text), never))).rejects.toMatchObject({ code: 'context-full' })
})

test('a reply ends at the limit of the context or of the request', async () => {
  const native = new FakeNative(512)
  const model = createModel(native)
  native.script = Array.from({ length: 1_000 }, () => 1)
  const { end } = await collect(model.generate(request('Hi'), never))
  expect(end).toMatchObject({ reason: 'length', replyTokens: 512 - (await model.countPrompt(request('Hi'))) })
  const short = await collect(model.generate(request('Hi', { maxTokens: 5 }), never))
  expect(short.end).toMatchObject({ reason: 'length', replyTokens: 5 })
})
