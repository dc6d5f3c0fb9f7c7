import { expect, test } from 'vitest'
import type { WeighEvent } from '../../../contract/engine.js'
import { HarmonyFormat } from '../harmony/format.js'
import { openAddon } from '../native-engine.js'
import { FakeNative } from '../testing/fake-native.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { LoadedModel } from './loaded-model.js'

const folder = new URL('../../../native/tiny-model/model', import.meta.url).pathname
const tokenizer = await Tokenizer.open(folder)
const addonPath = new URL('../../../out/native/parley_engine.node', import.meta.url).pathname
const generation = { stopTokens: [], temperature: 0, topP: 1 }
const format = new HarmonyFormat((name) => tokenizer.specialId(name))
const asked = (text: string, reasoning = '') => ({
  messages: [{ role: 'user' as const, text: 'What is a heron?' }],
  effort: 'low' as const,
  date: '2026-11-30',
  seed: 0,
  continuation: { reasoning, text, channel: 'answer' as const },
})
const never = new AbortController().signal

async function weigh(model: LoadedModel, request: ReturnType<typeof asked>, signal = never) {
  const events: WeighEvent[] = []
  for await (const event of model.weigh(request, signal)) events.push(event)
  const pieces = events.flatMap((event) => (event.type === 'weighed' ? event.pieces : []))
  return { events, pieces, text: pieces.map(({ text }) => text).join('') }
}

test('each piece of the answer is weighed, and nothing before it', async () => {
  const native = new FakeNative()
  const model = new LoadedModel(native, tokenizer, format, generation)
  const answer = 'A wading bird 🍕 of 1.2 m <|end|>.\n'
  const { pieces, text } = await weigh(model, asked(answer, 'A bird.'))
  expect(text).toBe(answer)
  const ids = await tokenizer.encode(answer)
  expect(pieces.map(({ chance }) => chance)).toEqual(ids.map((id) => Math.exp(-id)))
})

test('a long answer is weighed in parts, and stops between them', async () => {
  const native = new FakeNative()
  const model = new LoadedModel(native, tokenizer, format, generation)
  const answer = 'one two three '.repeat(300)
  const whole = await weigh(model, asked(answer))
  expect(whole.text).toBe(answer)
  expect(whole.events.filter(({ type }) => type === 'weighed').length).toBeGreaterThan(2)
  const aborter = new AbortController()
  native.onPrefill = () => aborter.abort()
  expect((await weigh(model, asked(`again ${answer}`), aborter.signal)).text.length).toBeLessThan(answer.length)
})

test('an answer that does not fit is refused before a token is read', async () => {
  const native = new FakeNative(256)
  const model = new LoadedModel(native, tokenizer, format, generation)
  await expect(weigh(model, asked('one two three '.repeat(200)))).rejects.toMatchObject({ code: 'context-full' })
  expect(native.chunks).toEqual([])
})

test('the chances are those with which the model makes its own answer', async () => {
  const checked = await openAddon(addonPath).check(folder)
  const { model: native } = await checked.load(() => {})
  const model = new LoadedModel(native, tokenizer, format, generation)
  let answer = ''
  const { continuation } = asked('')
  for await (const event of model.generate({ ...asked(''), maxTokens: 24, temperature: 0, continuation }, never))
    if (event.type === 'text') answer += event.text
  const own = await weigh(model, asked(answer))
  const other = await weigh(model, asked([...answer].toReversed().join('')))
  const least = (pieces: readonly { readonly chance: number }[]) => Math.min(...pieces.map(({ chance }) => chance))
  expect(own.text).toBe(answer)
  expect(least(own.pieces)).toBeGreaterThan(least(other.pieces))
  for (const { chance } of own.pieces) expect(chance).toBeGreaterThan(0)
})
