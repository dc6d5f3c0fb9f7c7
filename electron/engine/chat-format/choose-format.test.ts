import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { readChatFormat } from './choose-format.js'
import { promptText } from './segment.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-format-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false }

/** A byte-level vocabulary whose only tokens beside bytes are these. */
const vocabularyWith = (markers: readonly string[], more: object = {}) => {
  const bytes = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
  return {
    added_tokens: markers.map((content, index) => ({ ...flags, id: 300 + index, content, special: true, ...more })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
    model: { type: 'BPE', vocab: Object.fromEntries([...bytes, 'Ġ', 'Ċ'].map((byte, id) => [byte, id])), merges: [] },
  }
}

async function choose(template: unknown, markers: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content))
  write('tokenizer.json', vocabularyWith(markers))
  write('tokenizer_config.json', { bos_token: { content: '<s>' }, chat_template: template })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const { format, remarks } = await readChatFormat(folder, await Tokenizer.open(folder))
  const render = (instructions?: string) =>
    promptText(
      format.render({
        ...(instructions === undefined ? {} : { instructions }),
        messages: [{ role: 'user', text: ' Hi ' }],
        effort: 'medium',
        date: '2026-11-30',
        seed: 0,
      }),
    )
  return { name: format.name, efforts: format.efforts, remarks, render }
}

const chatMl = ['<|im_start|>', '<|im_end|>', '<|endoftext|>']
const plainChatMl =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"

test('a public template is known by its text, however its lines end', async () => {
  const { name, efforts, remarks, render } = await choose(`\n${plainChatMl.replaceAll('\n', '\r\n')}\r\n`, chatMl)
  expect({ name, efforts, remarks }).toEqual({ name: 'ChatML', efforts: [], remarks: [] })
  expect(render()).toBe('<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n')
})

test('a file of its own replaces the template in tokenizer_config.json', async () => {
  const { name } = await choose('<start_of_turn>', chatMl, { 'chat_template.jinja': plainChatMl })
  expect(name).toBe('ChatML')
})

test('of several templates the default one counts', async () => {
  const templates = [
    { name: 'tool_use', template: '<start_of_turn>' },
    { name: 'default', template: plainChatMl },
  ]
  expect((await choose(templates, chatMl)).name).toBe('ChatML')
})

test.each([
  [
    'ChatML with its own system message and a first token',
    "{{ bos_token }}{{ '<|im_start|>system\\nYou\\'re kind.<|im_end|>\\n' }}{{ '<|im_start|>' + role }}",
    [...chatMl, '<s>'],
    "<s><|im_start|>system\nYou're kind.<|im_end|>\n<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n",
  ],
  [
    'reasoning',
    "{{ '<|im_start|>system\\n' + messages[0].content + '<|im_end|>' }} <think> enable_thinking",
    [...chatMl, '<think>', '</think>'],
    '<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n',
  ],
  [
    'reasoning that the prompt says nothing of',
    "{{ '<|im_start|>' + role }} <|im_end|> {{ content.split('</think>')[-1] }} <think>",
    [...chatMl, '<think>', '</think>'],
    '<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n',
  ],
  [
    'reasoning whose marks the vocabulary lacks',
    "{{ '<|im_start|>' + role }} <|im_end|> {{ content.split('</think>')[-1] }} <think>",
    chatMl,
    '<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n',
  ],
  [
    'a prompt that opens the reasoning',
    "<|im_end|>{{- '<|im_start|>assistant\\n<think>\\n' }}",
    [...chatMl, '<think>', '</think>'],
    '<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n<think>\n',
  ],
  [
    'Llama 3 with a fixed date',
    '{%- set date_string = "26 Jul 2024" %}<|start_header_id|><|end_header_id|><|eot_id|>Today Date: ',
    ['<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>', '<s>'],
    '<s><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  ],
  [
    'Mistral with its own mark for instructions',
    "'[SYSTEM_PROMPT]' '[INST]' + message['content'] + '[/INST]'",
    ['<s>', '</s>', '[INST]', '[/INST]'],
    '<s>[INST] Hi [/INST]',
  ],
])(
  'an unknown template with the markers of %s is taken for it, and the user is told',
  async (_, template, markers, text) => {
    const { name, remarks, render } = await choose(template, markers)
    expect(render()).toBe(text)
    expect(remarks).toEqual([expect.stringContaining(`It uses the ${name} format`)])
  },
)

test.each([
  ['<start_of_turn>', chatMl, 'the format of Gemma'],
  ["'[INST] <<SYS>>' [/INST]", chatMl, 'the format of Llama 2'],
  ['{{ messages }}', chatMl, 'a format, which Parley doesn’t know'],
  [undefined, chatMl, 'no chat template'],
  [plainChatMl, ['<|im_start|>'], 'no <|im_end|>'],
  ['<|channel|><|message|>', ['<|start|>'], 'no <|end|>'],
])('the template %j is refused', async (template, markers, words) => {
  await expect(choose(template, markers)).rejects.toMatchObject({
    code: 'model-unsupported',
    message: expect.stringContaining(words),
  })
})

test.each(['(', '[', '.*', '__proto__', '$&'])('a first token that is spelled %j is only a token', async (first) => {
  const { render } = await choose('{{ bos_token }}<|im_start|><|im_end|>', [...chatMl, first], {
    'tokenizer_config.json': JSON.stringify({
      bos_token: first,
      chat_template: '{{ bos_token }}<|im_start|><|im_end|>',
    }),
  })
  expect(render()).toBe(`${first}<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n`)
})

test('a first token that has the name of a role leaves the role as it is', async () => {
  const template = '{{ bos_token }}<|im_start|><|im_end|>'
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(vocabularyWith([...chatMl, 'user'])))
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ bos_token: 'user', chat_template: template }))
  const { format } = await readChatFormat(folder, await Tokenizer.open(folder))
  const messages = [{ role: 'user', text: 'Hi' } as const]
  const segments = format.render({ messages, effort: 'low', date: '2026-11-30', seed: 0 })
  expect(segments.slice(0, 3)).toEqual([{ marker: 'user' }, { marker: '<|im_start|>' }, { text: 'user\nHi' }])
})

test('an empty first token is none', async () => {
  const files = {
    'tokenizer_config.json': JSON.stringify({ bos_token: '', chat_template: `{{ bos_token }}${plainChatMl}` }),
  }
  const { render } = await choose(undefined, chatMl, files)
  expect(render()).toMatch(/^<\|im_start\|>user/)
})

test('instructions replace the template’s own system message', async () => {
  const template = "{{ '<|im_start|>system\\nBe kind.<|im_end|>\\n' }}"
  const { render } = await choose(template, chatMl)
  expect(render('Be brief.')).toBe(
    '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n',
  )
})

test('a marker that takes the space beside it leaves none in the prompt', async () => {
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(vocabularyWith(chatMl, { lstrip: true, rstrip: true })))
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template: plainChatMl }))
  const { format } = await readChatFormat(folder, await Tokenizer.open(folder))
  const messages = [{ role: 'user', text: 'Hi  ' } as const]
  const segments = format.render({ messages, effort: 'low', date: '2026-11-30', seed: 0 })
  expect(promptText(segments)).toBe('<|im_start|>user\nHi<|im_end|><|im_start|>assistant\n')
})
