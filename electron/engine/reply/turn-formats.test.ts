import { expect, test } from 'vitest'
import type { Continuation, GenerateEvent, GenerateRequest } from '../../../contract/engine.js'
import { chatml, qwen3 } from '../chat-format/chatml.js'
import { TurnFormat } from '../chat-format/turn-format.js'
import type { TurnStyle } from '../chat-format/turn-style.js'
import { FakeNative } from '../testing/fake-native.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { readTokenizerFile } from '../tokenizer/tokenizer-file.js'
import { gpt2Alphabet } from '../tokenizer/vocabulary.js'
import { LoadedModel } from './loaded-model.js'

const markers = ['<|im_start|>', '<|im_end|>', '<think>', '</think>']
const flags = { special: true, single_word: false, lstrip: false, rstrip: false, normalized: false }

/** A vocabulary of bytes and markers. */
const tokenizer = new Tokenizer(
  readTokenizerFile(
    Buffer.from(
      JSON.stringify({
        added_tokens: markers.map((content, index) => ({ ...flags, id: 256 + index, content })),
        normalizer: null,
        pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
        model: {
          type: 'BPE',
          vocab: Object.fromEntries(gpt2Alphabet.map((character, byte) => [character, byte])),
          merges: [],
        },
      }),
    ),
  ),
)
const idsOf = (text: string) =>
  text
    .split(/(<\|\w+\|>|<\/?think>)/)
    .flatMap((part) => (markers.includes(part) ? [256 + markers.indexOf(part)] : [...Buffer.from(part)]))
const spell = (ids: readonly number[]) => ids.map((id) => markers[id - 256] ?? String.fromCharCode(id)).join('')

function createModel(style: TurnStyle) {
  const native = new FakeNative()
  const format = new TurnFormat(style, (content) => tokenizer.addedToken(content))
  const generation = { stopTokens: [], temperature: 0, topP: 1 }
  return { native, model: new LoadedModel(native, tokenizer, format, generation) }
}

const request: GenerateRequest = {
  messages: [{ role: 'user', text: 'Hi' }],
  effort: 'medium',
  date: '2026-11-30',
  seed: 0,
}

async function collect(events: AsyncIterable<GenerateEvent>) {
  const text = { reasoning: '', answer: '' }
  let end: Extract<GenerateEvent, { type: 'end' }> | undefined
  for await (const event of events) {
    if (event.type === 'text') text[event.channel] += event.text
    if (event.type === 'end') end = event
  }
  return { ...text, end }
}
const never = new AbortController().signal
const qwen = qwen3({ reasoning: 'optional' })

test('the reasoning of a reply is counted and shown apart from its answer', async () => {
  const { native, model } = createModel(qwen)
  native.script = idsOf('<think>\nHm.\n</think>\n\nYes.<|im_end|>')
  const { reasoning, answer, end } = await collect(model.generate(request, never))
  expect({ reasoning, answer }).toEqual({ reasoning: 'Hm.', answer: 'Yes.' })
  expect(end).toMatchObject({ reason: 'stop', reasoningTokens: 5, isMalformed: false })
})

test('Answer now ends the reasoning where it is, and the answer follows', async () => {
  const { native, model } = createModel(qwen)
  native.script = idsOf('<think>\nHm, let me see.')
  native.onToken = (index) => {
    if (index !== 5) return
    native.onToken = () => {}
    model.answerNow()
    native.script = idsOf('Yes.<|im_end|>')
  }
  const { reasoning, answer, end } = await collect(model.generate(request, never))
  expect({ reasoning, answer }).toEqual({ reasoning: 'Hm, ', answer: 'Yes.' })
  expect(end?.isMalformed).toBe(false)
  expect(spell(native.cache)).toContain('<think>\nHm, \n</think>\n\n')
})

test('Answer now before the first token skips the reasoning', async () => {
  const { native, model } = createModel(qwen)
  native.script = idsOf('Yes.<|im_end|>')
  native.onPrefill = () => {
    native.onPrefill = () => {}
    model.answerNow()
  }
  const { reasoning, answer } = await collect(model.generate(request, never))
  expect({ reasoning, answer }).toEqual({ reasoning: '', answer: 'Yes.' })
  expect(spell(native.cache)).toContain('<|im_start|>assistant\n<think>\n\n</think>\n\n')
})

test('Answer now changes nothing for a model without reasoning', async () => {
  const { native, model } = createModel(chatml())
  native.script = idsOf('Yes.<|im_end|>')
  native.onToken = (index) => {
    if (index === 1) model.answerNow()
  }
  expect(await collect(model.generate(request, never))).toMatchObject({ reasoning: '', answer: 'Yes.' })
  expect(native.decodes).toHaveLength(1)
})

test.each<[string, TurnStyle, Continuation, string]>([
  ['an answer', chatml(), { channel: 'answer', reasoning: '', text: 'Once' }, 'assistant\nOnce'],
  ['an answer of another model', chatml(), { channel: 'answer', reasoning: 'Hm.', text: 'Once' }, 'assistant\nOnce'],
  ['reasoning of another model', chatml(), { channel: 'reasoning', reasoning: 'Hm.', text: '' }, 'assistant\n'],
  ['reasoning', qwen, { channel: 'reasoning', reasoning: 'Hm', text: '' }, 'assistant\n<think>\nHm'],
  ['no reasoning', qwen, { channel: 'answer', reasoning: '', text: '' }, 'assistant\n<think>\n\n</think>\n\n'],
  ['what followed', qwen, { channel: 'answer', reasoning: 'Hm.', text: 'Y' }, '<think>\nHm.\n</think>\n\nY'],
])('a reply continues from %s', async (_, style, continuation, end) => {
  const { native, model } = createModel(style)
  native.script = idsOf(' and on.<|im_end|>')
  const shown = await model.showPrompt({ ...request, continuation })
  expect(shown.text.endsWith(end)).toBe(true)
  const channel = style.reasoning ? continuation.channel : 'answer'
  expect((await collect(model.generate({ ...request, continuation }, never)))[channel]).toBe(' and on.')
})

test('counting a prompt gives the number of its tokens', async () => {
  const { model } = createModel(qwen)
  expect(await model.countPrompt(request)).toBe((await model.showPrompt(request)).tokens.length)
})
