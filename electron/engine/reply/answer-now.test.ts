import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Continuation, GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import { FakeNative } from '../testing/fake-native.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { LoadedModel } from './loaded-model.js'

const folder = new URL('../../../native/tiny-model/model', import.meta.url).pathname
let tokenizer: Tokenizer
/** A thinking, a second one, and an answer, as a model says them; and an answer alone. */
let thought: readonly number[]
let answer: readonly number[]

const id = (name: string) => tokenizer.specialId(name) ?? -1
const turn = async (channel: string, text: string) => [
  ...[id('<|channel|>'), ...(await tokenizer.encode(channel)), id('<|message|>')],
  ...(await tokenizer.encode(text)),
]

beforeAll(async () => {
  tokenizer = await Tokenizer.open(folder)
  const assistant = [id('<|end|>'), id('<|start|>'), ...(await tokenizer.encode('assistant'))]
  thought = [
    ...(await turn('analysis', 'One, two.')),
    ...assistant,
    ...(await turn('analysis', 'And three.')),
    ...assistant,
    ...(await turn('final', 'Long since')),
  ]
  answer = [...(await tokenizer.encode('So be it.')), id('<|return|>')]
})

const request = (more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: 'user', text: 'Hi' }],
  effort: 'medium',
  date: '2026-11-23',
  seed: 1,
  ...more,
})

const make = (native: FakeNative) =>
  new LoadedModel(native, tokenizer, { stopTokens: [id('<|return|>')], temperature: 0, topP: 1 })
const never = new AbortController().signal

async function collect(events: AsyncIterable<GenerateEvent>) {
  const text = { reasoning: '', answer: '' }
  let end: Extract<GenerateEvent, { type: 'end' }> | undefined
  /** What had been said when the reasoning was ended; undefined if it was not. */
  let beforeCut: typeof text | undefined
  for await (const event of events) {
    if (event.type === 'text') text[event.channel] += event.text
    if (event.type === 'reasoning-ended') beforeCut = { ...text }
    if (event.type === 'end') end = event
  }
  return { ...text, beforeCut, end }
}

/** The model has said `count` tokens of its thought when the user wants the answer. */
async function cutAfter(count: number) {
  const native = new FakeNative()
  const model = make(native)
  native.script = thought
  const answerNow = () => {
    model.answerNow()
    native.script = answer
  }
  native.onToken = (index) => {
    if (native.script === thought && index + 1 === count) answerNow()
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

test('wherever the thinking is ended, the answer comes next, with nothing of the format in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 30 }), async (at) => {
      const count = Math.min(at, thought.length - 4)
      const { reasoning, answer: words, end } = await cutAfter(count)
      expect('One, two.\n\nAnd three.'.startsWith(reasoning)).toBe(true)
      expect(words.endsWith('So be it.')).toBe(true)
      expect('Long since'.startsWith(words.slice(0, -'So be it.'.length))).toBe(true)
      expect(end).toMatchObject({ reason: 'stop' })
    }),
    { numRuns: 40 },
  )
})

test('the cache goes on from what it has: every token once, in order, and nothing is read again', async () => {
  const { native, promptTokens, beforeCut, end } = await cutAfter(6)
  const said = native.cache.slice(promptTokens)
  expect(said.slice(0, 6)).toEqual(thought.slice(0, 6))
  expect(said.slice(6, 8)).toEqual([id('<|end|>'), id('<|start|>')])
  expect(said.slice(-answer.length + 1)).toEqual(answer.slice(0, -1))
  expect(end).toMatchObject({ replyTokens: said.length + 1 })
  expect(beforeCut, 'told before what came of it, so that a death in between is known').toMatchObject({ answer: '' })
})

test('a wish that comes when the answer is being written changes nothing', async () => {
  const { native, answer: words, beforeCut } = await cutAfter(thought.length - 1)
  expect(words).toBe('Long since')
  expect(beforeCut).toBeUndefined()
  // A second decode would draw again, and the same seed would say something else.
  expect(native.decodes).toHaveLength(1)
})

test('a wish of the reply before does not reach the next one', async () => {
  const native = new FakeNative()
  const model = make(native)
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
    'a thinking',
    { reasoning: 'Hm', text: '', channel: 'reasoning' },
    '<|start|>assistant<|channel|>analysis<|message|>Hm',
  ],
  [
    'an answer without a thought',
    { reasoning: '', text: '', channel: 'answer' },
    '<|start|>assistant<|channel|>final<|message|>',
  ],
])('%s goes on where it was, and what comes belongs to it', async (_, continuation, tail) => {
  const native = new FakeNative()
  const model = make(native)
  native.script = answer
  const { text } = await model.showPrompt(request({ continuation }))
  expect(text.endsWith(tail)).toBe(true)
  const said = await collect(model.generate(request({ continuation }), never))
  expect(said[continuation.channel]).toBe('So be it.')
  expect(said.end?.isMalformed).toBe(false)
})

test('text that spells a marker is no marker where a reply goes on from it', async () => {
  const model = make(new FakeNative())
  const continuation: Continuation = { reasoning: '', text: '<|end|>', channel: 'answer' }
  const { tokens } = await model.showPrompt(request({ continuation }))
  const plain = await model.showPrompt(request({ continuation: { ...continuation, text: '' } }))
  expect(tokens.filter((token) => token === id('<|end|>'))).toHaveLength(
    plain.tokens.filter((token) => token === id('<|end|>')).length,
  )
})

test.each<[string, Continuation, string, string]>([
  ['a thinking that was whole', { reasoning: 'Hm.', text: '', channel: 'reasoning' }, 'analysis', 'reasoning'],
  ['an answer that was whole', { reasoning: 'Hm.', text: 'Yes.', channel: 'answer' }, 'final', 'answer'],
  ['the thinking of an answer', { reasoning: 'Hm.', text: 'Yes.', channel: 'answer' }, 'analysis', 'reasoning'],
])('a message that follows %s begins a paragraph of its own', async (_, continuation, channel, shown) => {
  const native = new FakeNative()
  const model = make(native)
  const assistant = [id('<|end|>'), id('<|start|>'), ...(await tokenizer.encode('assistant'))]
  native.script = [...assistant, ...(await turn(channel, 'And more.')), id('<|return|>')]
  const said = await collect(model.generate(request({ continuation }), never))
  expect(said).toMatchObject({ [shown]: '\n\nAnd more.' })
})

test.each([1, 3, 6, 20])(
  'with %i tokens left, Answer now gives an answer or lets the thinking end, and never fails',
  async (room) => {
    const native = new FakeNative()
    const model = make(native)
    const long = await turn('analysis', 'I think about it for long. '.repeat(9))
    native.script = long
    native.onToken = (index) => {
      if (index !== 29) return
      native.onToken = () => {}
      model.answerNow()
      if (room > 10) native.script = answer
    }
    const { answer: words, beforeCut, end } = await collect(model.generate(request({ maxTokens: 30 + room }), never))
    expect(end?.replyTokens).toBeLessThanOrEqual(30 + room)
    if (room > 10) expect(beforeCut).toBeDefined()
    else expect({ beforeCut, end }).toMatchObject({ beforeCut: undefined, end: { reason: 'length' } })
    expect(native.decodes).toHaveLength(room > 10 ? 2 : 1)
    expect(words).toBe(room > 10 ? 'So be it.' : '')
  },
)

test.each(['reasoning', 'answer'] as const)(
  'thinking that filled the context loses its beginning when the %s goes on',
  async (channel) => {
    const contextLength = 600
    const native = new FakeNative(contextLength)
    const model = make(native)
    const reasoning = Array.from({ length: 400 }, (_, index) => `thought ${index}`).join(', ')
    const continuation: Continuation = { reasoning, text: '', channel }
    const shown = await model.showPrompt(request({ continuation }))
    // An eighth of the context is kept for what comes.
    expect(shown.tokens.length).toBeLessThanOrEqual(contextLength - contextLength / 8)
    expect(shown.tokens.length).toBeGreaterThan(contextLength - contextLength / 8 - 20)
    expect(shown.text).toContain('thought 399')
    expect(shown.text).not.toContain('thought 1,')
    native.script = answer
    const { end, ...said } = await collect(model.generate(request({ continuation }), never))
    expect(said[channel]).toBe('So be it.')
    const left = (await tokenizer.count(reasoning)) - (end?.leftOutTokens ?? 0)
    expect(left).toBeGreaterThan(100)
    expect(end?.promptTokens).toBe(shown.tokens.length)
  },
)

test('a prompt that leaves no room by itself is refused, whatever thinking would go on from it', async () => {
  const model = make(new FakeNative(100))
  const continuation: Continuation = { reasoning: 'Hm. '.repeat(50), text: '', channel: 'answer' }
  const asked = request({ continuation, messages: [{ role: 'user', text: 'word '.repeat(90) }] })
  await expect(collect(model.generate(asked, never))).rejects.toMatchObject({ code: 'context-full' })
})

test('what was left out once is left out again, whatever room the model has since', async () => {
  const reasoning = `${Array.from({ length: 200 }, (_, index) => `thought ${index}`).join(', ')} ${'a-b_c'.repeat(99)}`
  const continuation: Continuation = { reasoning, text: '', channel: 'answer' }
  const narrow = make(new FakeNative(600))
  const first = await narrow.showPrompt(request({ continuation }))
  const { end } = await collect(narrow.generate(request({ continuation }), never))
  const again = request({ continuation: { ...continuation, leaveOut: end?.leftOutTokens ?? 0 } })
  for (const contextLength of [600, 650, 2_048]) {
    const native = new FakeNative(contextLength)
    const model = make(native)
    native.script = answer
    expect(await model.showPrompt(again)).toEqual(first)
    expect((await collect(model.generate(again, never))).end?.leftOutTokens).toBe(end?.leftOutTokens)
  }
})

test('a thinking that was whole is not shortened where there is less room now', async () => {
  const reasoning = 'Hm. '.repeat(300)
  const asked = request({ continuation: { reasoning, text: '', channel: 'answer', leaveOut: 0 } })
  const model = make(new FakeNative(300))
  expect((await model.showPrompt(asked)).text).toContain(reasoning)
  await expect(collect(model.generate(asked, never))).rejects.toMatchObject({ code: 'context-full' })
})
