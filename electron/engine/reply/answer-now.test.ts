import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Continuation, GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import { HarmonyFormat } from '../harmony/format.js'
import { FakeNative } from '../testing/fake-native.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { LoadedModel } from './loaded-model.js'

const folder = new URL('../../../native/tiny-model/model', import.meta.url).pathname
let tokenizer: Tokenizer
/** Two reasoning messages and an answer. */
let wholeReply: readonly number[]
/** The rest of an answer whose header is already there. */
let answerRest: readonly number[]

const id = (name: string) => tokenizer.specialId(name) ?? -1
const turn = async (channel: string, text: string) => [
  ...[id('<|channel|>'), ...(await tokenizer.encode(channel)), id('<|message|>')],
  ...(await tokenizer.encode(text)),
]

beforeAll(async () => {
  tokenizer = await Tokenizer.open(folder)
  const assistant = [id('<|end|>'), id('<|start|>'), ...(await tokenizer.encode('assistant'))]
  wholeReply = [
    ...(await turn('analysis', 'One, two.')),
    ...assistant,
    ...(await turn('analysis', 'And three.')),
    ...assistant,
    ...(await turn('final', 'Long since')),
  ]
  answerRest = [...(await tokenizer.encode('So be it.')), id('<|return|>')]
})

const request = (more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: 'user', text: 'Hi' }],
  effort: 'medium',
  date: '2026-11-23',
  seed: 1,
  ...more,
})

const createModel = (native: FakeNative) =>
  new LoadedModel(native, tokenizer, new HarmonyFormat((name) => tokenizer.specialId(name)), {
    stopTokens: [id('<|return|>')],
    temperature: 0,
    topP: 1,
  })
const never = new AbortController().signal

async function collect(events: AsyncIterable<GenerateEvent>) {
  const text = { reasoning: '', answer: '' }
  let end: Extract<GenerateEvent, { type: 'end' }> | undefined
  /** The text before the reasoning was ended; undefined if it was not ended. */
  let textBeforeCut: typeof text | undefined
  for await (const event of events) {
    if (event.type === 'text') text[event.channel] += event.text
    if (event.type === 'reasoning-ended') textBeforeCut = { ...text }
    if (event.type === 'end') end = event
  }
  return { ...text, textBeforeCut, end }
}

/** Asks for the answer after `count` tokens of the reply. */
async function cutAfter(count: number) {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = wholeReply
  const answerNow = () => {
    model.answerNow()
    native.script = answerRest
  }
  native.onToken = (index) => {
    if (native.script === wholeReply && index + 1 === count) answerNow()
  }
  if (count === 0) {
    native.onPrefill = () => {
      answerNow()
      native.onPrefill = () => {}
    }
  }
  const promptTokens = await model.countPrompt(request())
  return { native, promptTokens, ...(await collect(model.generate(request(), never))) }
}

test('wherever the reasoning is ended, the answer follows, without text of the format', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 30 }), async (at) => {
      const count = Math.min(at, wholeReply.length - 4)
      const { reasoning, answer: words, end } = await cutAfter(count)
      expect('One, two.\n\nAnd three.'.startsWith(reasoning)).toBe(true)
      expect(words.endsWith('So be it.')).toBe(true)
      expect('Long since'.startsWith(words.slice(0, -'So be it.'.length))).toBe(true)
      expect(end).toMatchObject({ reason: 'stop' })
    }),
    { numRuns: 40 },
  )
})

test('the cache is extended: every token is there once, in order, and none is read again', async () => {
  const { native, promptTokens, textBeforeCut, end } = await cutAfter(6)
  const reply = native.cache.slice(promptTokens)
  expect(reply.slice(0, 6)).toEqual(wholeReply.slice(0, 6))
  expect(reply.slice(6, 8)).toEqual([id('<|end|>'), id('<|start|>')])
  expect(reply.slice(-answerRest.length + 1)).toEqual(answerRest.slice(0, -1))
  expect(end).toMatchObject({ replyTokens: reply.length + 1 })
  expect(
    textBeforeCut,
    'reported before the answer, so that main knows it if the engine dies in between',
  ).toMatchObject({ answer: '' })
})

test('Answer now during the answer changes nothing', async () => {
  const { native, answer: words, textBeforeCut } = await cutAfter(wholeReply.length - 1)
  expect(words).toBe('Long since')
  expect(textBeforeCut).toBeUndefined()
  // A second decode would resample, and the same seed would give another text.
  expect(native.decodes).toHaveLength(1)
})

test('Answer now for an earlier reply does not affect the next one', async () => {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = [...(await turn('final', 'First.')), id('<|return|>')]
  await collect(model.generate(request(), never))
  model.answerNow()
  native.script = [...(await turn('analysis', 'I think.')), id('<|return|>')]
  expect(await collect(model.generate(request(), never))).toMatchObject({ reasoning: 'I think.', answer: '' })
})

test.each<[string, Continuation, string]>([
  [
    'an answer',
    { reasoning: 'Hm.', text: 'Half', channel: 'answer' },
    'analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Half',
  ],
  [
    'reasoning',
    { reasoning: 'Hm', text: '', channel: 'reasoning' },
    '<|start|>assistant<|channel|>analysis<|message|>Hm',
  ],
  [
    'an answer without reasoning',
    { reasoning: '', text: '', channel: 'answer' },
    '<|start|>assistant<|channel|>final<|message|>',
  ],
])('%s is continued where it stopped, and the new text belongs to it', async (_, continuation, tail) => {
  const native = new FakeNative()
  const model = createModel(native)
  native.script = answerRest
  const { text } = await model.showPrompt(request({ continuation }))
  expect(text.endsWith(tail)).toBe(true)
  const reply = await collect(model.generate(request({ continuation }), never))
  expect(reply[continuation.channel]).toBe('So be it.')
  expect(reply.end?.isMalformed).toBe(false)
})

test('text that spells a marker stays text when a reply continues from it', async () => {
  const model = createModel(new FakeNative())
  const continuation: Continuation = { reasoning: '', text: '<|end|>', channel: 'answer' }
  const { tokens } = await model.showPrompt(request({ continuation }))
  const plain = await model.showPrompt(request({ continuation: { ...continuation, text: '' } }))
  expect(tokens.filter((token) => token === id('<|end|>'))).toHaveLength(
    plain.tokens.filter((token) => token === id('<|end|>')).length,
  )
})

test.each<[string, Continuation, string, string]>([
  ['complete reasoning', { reasoning: 'Hm.', text: '', channel: 'reasoning' }, 'analysis', 'reasoning'],
  ['a complete answer', { reasoning: 'Hm.', text: 'Yes.', channel: 'answer' }, 'final', 'answer'],
  ['the reasoning of an answer', { reasoning: 'Hm.', text: 'Yes.', channel: 'answer' }, 'analysis', 'reasoning'],
])('a message that follows %s begins a new paragraph', async (_, continuation, channel, shown) => {
  const native = new FakeNative()
  const model = createModel(native)
  const assistant = [id('<|end|>'), id('<|start|>'), ...(await tokenizer.encode('assistant'))]
  native.script = [...assistant, ...(await turn(channel, 'And more.')), id('<|return|>')]
  const reply = await collect(model.generate(request({ continuation }), never))
  expect(reply).toMatchObject({ [shown]: '\n\nAnd more.' })
})

test.each([1, 3, 6, 20])(
  'with %i tokens left, Answer now gives an answer or lets the reasoning continue, and never fails',
  async (room) => {
    const native = new FakeNative()
    const model = createModel(native)
    const long = await turn('analysis', 'I think about it for long. '.repeat(9))
    native.script = long
    native.onToken = (index) => {
      if (index !== 29) return
      native.onToken = () => {}
      model.answerNow()
      if (room > 10) native.script = answerRest
    }
    const {
      answer: words,
      textBeforeCut,
      end,
    } = await collect(model.generate(request({ maxTokens: 30 + room }), never))
    expect(end?.replyTokens).toBeLessThanOrEqual(30 + room)
    if (room > 10) expect(textBeforeCut).toBeDefined()
    else expect({ textBeforeCut, end }).toMatchObject({ textBeforeCut: undefined, end: { reason: 'length' } })
    expect(native.decodes).toHaveLength(room > 10 ? 2 : 1)
    expect(words).toBe(room > 10 ? 'So be it.' : '')
  },
)

test.each(['reasoning', 'answer'] as const)(
  'reasoning that filled the context loses its beginning when the %s is continued',
  async (channel) => {
    const contextLength = 600
    const native = new FakeNative(contextLength)
    const model = createModel(native)
    const reasoning = Array.from({ length: 400 }, (_, index) => `thought ${index}`).join(', ')
    const continuation: Continuation = { reasoning, text: '', channel }
    const shown = await model.showPrompt(request({ continuation }))
    // An eighth of the context is reserved for the reply.
    expect(shown.tokens.length).toBeLessThanOrEqual(contextLength - contextLength / 8)
    expect(shown.tokens.length).toBeGreaterThan(contextLength - contextLength / 8 - 20)
    expect(shown.text).toContain('thought 399')
    expect(shown.text).not.toContain('thought 1,')
    native.script = answerRest
    const { end, ...reply } = await collect(model.generate(request({ continuation }), never))
    expect(reply[channel]).toBe('So be it.')
    const remaining = (await tokenizer.count(reasoning)) - (end?.leftOutTokens ?? 0)
    expect(remaining).toBeGreaterThan(100)
    expect(end?.promptTokens).toBe(shown.tokens.length)
  },
)

test('a prompt that leaves no room without the reasoning is refused', async () => {
  const model = createModel(new FakeNative(100))
  const continuation: Continuation = { reasoning: 'Hm. '.repeat(50), text: '', channel: 'answer' }
  const oversized = request({ continuation, messages: [{ role: 'user', text: 'word '.repeat(90) }] })
  await expect(collect(model.generate(oversized, never))).rejects.toMatchObject({ code: 'context-full' })
})

test('the same reasoning tokens are left out again, even if the context is longer now', async () => {
  const reasoning = `${Array.from({ length: 200 }, (_, index) => `thought ${index}`).join(', ')} ${'a-b_c'.repeat(99)}`
  const continuation: Continuation = { reasoning, text: '', channel: 'answer' }
  const narrow = createModel(new FakeNative(600))
  const first = await narrow.showPrompt(request({ continuation }))
  const { end } = await collect(narrow.generate(request({ continuation }), never))
  const again = request({ continuation: { ...continuation, leaveOut: end?.leftOutTokens ?? 0 } })
  for (const contextLength of [600, 650, 2_048]) {
    const native = new FakeNative(contextLength)
    const model = createModel(native)
    native.script = answerRest
    expect(await model.showPrompt(again)).toEqual(first)
    expect((await collect(model.generate(again, never))).end?.leftOutTokens).toBe(end?.leftOutTokens)
  }
})

test('reasoning that was complete the first time is not shortened if the context is shorter now', async () => {
  const reasoning = 'Hm. '.repeat(300)
  const oversized = request({ continuation: { reasoning, text: '', channel: 'answer', leaveOut: 0 } })
  const model = createModel(new FakeNative(300))
  expect((await model.showPrompt(oversized)).text).toContain(reasoning)
  await expect(collect(model.generate(oversized, never))).rejects.toMatchObject({ code: 'context-full' })
})
