import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseCount, timeoutMs } from '../testing/case-count.js'
import { TokenPieces } from '../tokenizer/token-text.js'
import type { ReplyChannel } from './chat-format.js'
import { chatml, qwen3 } from './chatml.js'
import { llama3 } from './llama3.js'
import { mistral } from './mistral.js'
import { readTurns } from './read-turns.js'
import { promptText } from './segment.js'
import { TurnFormat } from './turn-format.js'
import type { TurnStyle } from './turn-style.js'

// A small vocabulary: ids below 256 are bytes, then whole words, then markers.
const words = ['assistant', 'user', 'system', 'tool', 'Hello', ' world', '\n', '\n\n', '<|im_end|>', ' ']
const markers = [
  '<|im_start|>',
  '<|im_end|>',
  '<|endoftext|>',
  '<think>',
  '</think>',
  '<|begin_of_text|>',
  '<|start_header_id|>',
  '<|end_header_id|>',
  '<|eot_id|>',
  '<|end_of_text|>',
  '<s>',
  '</s>',
  '[INST]',
  '[/INST]',
]
const firstMarker = 256 + words.length
const idOf = (marker: string) => firstMarker + markers.indexOf(marker)
const plain = { isNormalized: false, stripsLeft: false, stripsRight: false, isSingleWord: false, isSpecial: true }
const added = (content: string) => (markers.includes(content) ? { ...plain, content, id: idOf(content) } : undefined)
const bytesOf = (id: number) =>
  Number.isInteger(id) && id >= 0 && id < 256 ? Uint8Array.of(id) : new TextEncoder().encode(words[id - 256] ?? '')
const pieces = new TokenPieces(bytesOf)

const styles: Readonly<Record<string, TurnStyle>> = {
  ChatML: chatml({ system: 'Be kind.' }),
  Qwen3: qwen3({ reasoning: 'optional' }),
  'Qwen3 that always thinks': qwen3({ reasoning: 'always' }),
  'Qwen3 that thinks unasked': qwen3({ reasoning: 'unasked' }),
  'Llama 3': llama3(),
  Mistral: mistral({ question: ['[INST] ', '[/INST]'], answer: ' ', system: 'last' }),
  'Mistral Nemo': mistral({ question: ['[INST]', '[/INST]'], answer: '', system: 'last' }),
}
const formats = Object.entries(styles).map(
  ([name, style]) =>
    [
      name,
      new TurnFormat(style, added, { 'Llama 3': '<|begin_of_text|>', Mistral: '<s>', 'Mistral Nemo': '<s>' }[name]),
    ] as const,
)
const formatOf = (name: string) => {
  const format = formats.find(([each]) => each === name)?.[1]
  if (!format) throw new Error(name)
  return format
}

/** Returns the ids of a stream with spelled markers. Other text becomes bytes. */
const idsOf = (stream: string) =>
  stream
    .split(/(<\|\w+\|>|<\/?think>|<\/?s>|\[\/?INST\])/)
    .flatMap((part) => (markers.includes(part) ? [idOf(part)] : [...new TextEncoder().encode(part)]))

const read = (name: string, stream: readonly number[]) => {
  const { style, markers: known } = formatOf(name)
  return readTurns(stream, style, known, pieces)
}
const readText = (name: string, stream: string) =>
  read(name, idsOf(stream)).map(({ channel, content }) => `${channel}: ${content}`)

const token = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 256, max: firstMarker + markers.length + 2 }) },
  { weight: 2, arbitrary: fc.integer({ min: 32, max: 126 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1e9, Number.NaN) },
)

test.each(formats)(
  '%s: whatever the ids are, nothing throws, no marker is shown and no text is lost',
  (name, format) => {
    const spelled = 256 + words.indexOf('<|im_end|>')
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (stream) => {
        const shown = read(name, stream)
          .map(({ content }) => content)
          .join('')
        if (!stream.includes(spelled) && !stream.some((id) => id === 0x7c || id === 0x5d || id === 0x3e))
          expect(shown).not.toMatch(/<\|\w+\|>|<\/?think>|\[\/?INST\]/)
        // Each text between two markers stands in what is shown, but for whitespace around it and a role alone.
        for (const text of textsOf(stream, format)) {
          const rest = /^\s*(?:assistant|user|system|tool|ipython)\s*?(?:\n|$)([\s\S]*)$/.exec(text)?.[1] ?? text
          const role = ['assistant', 'user', 'system', 'tool', 'ipython']
          if (role.some((each) => each.startsWith(text.trim()))) continue
          expect(shown).toContain(rest.trim())
        }
      }),
      { numRuns: caseCount(3_000, 100_000) },
    )
  },
  timeoutMs,
)

function textsOf(stream: readonly number[], { markers: known }: TurnFormat): readonly string[] {
  const texts: number[][] = [[]]
  for (const id of stream) {
    if (known.has(id)) texts.push([])
    else texts.at(-1)?.push(...bytesOf(id))
  }
  return texts.map((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes)))
}

const sentence = fc
  .array(fc.constantFrom('Hello', ', ', 'ÄÖ好', ' 42', '\n', ' ', '?'), { maxLength: 8 })
  .map((parts) => `A${parts.join('')}.`)

test.each([
  ['ChatML', (_: string, answer: string) => `${answer}<|im_end|>`],
  ['Qwen3', (thought: string, answer: string) => `<think>\n${thought}\n</think>\n\n${answer}<|im_end|>`],
  ['Qwen3 that always thinks', (thought: string, answer: string) => `${thought}\n</think>\n\n${answer}<|im_end|>`],
  ['Llama 3', (_: string, answer: string) => `${answer}<|eot_id|>`],
  ['Mistral', (_: string, answer: string) => ` ${answer}</s>`],
  ['Mistral Nemo', (_: string, answer: string) => `${answer}</s>`],
])('%s: a well-formed reply gives exactly its reasoning and its answer', (name, reply) => {
  const thinks = styles[name]?.reasoning !== undefined
  fc.assert(
    fc.property(sentence, sentence, (thought, answer) => {
      expect(read(name, idsOf(reply(thought, answer)))).toEqual([
        ...(thinks ? [{ channel: 'reasoning', content: thought }] : []),
        { channel: 'answer', content: answer },
      ])
    }),
    { numRuns: caseCount(500, 10_000) },
  )
})

test.each([
  ['Qwen3', '<think>\n\n</think>\n\nYes.<|im_end|>', ['answer: Yes.']],
  ['Qwen3', '<think>\nHm', ['reasoning: Hm']],
  ['Qwen3', 'Yes.', ['answer: Yes.']],
  ['Qwen3', '<think>\na\n\nb\n</think>\nc', ['reasoning: a\n\nb', 'answer: c']],
  ['ChatML', 'Yes.<|im_end|>\n<|im_start|>assistant\nNo.<|im_end|>\n', ['answer: Yes.', 'answer: No.']],
  ['ChatML', 'Yes.<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>', ['answer: Yes.', 'reasoning: Why?']],
  ['ChatML', '<|im_start|>Once upon a time, there was a king.', ['answer: Once upon a time, there was a king.']],
  ['ChatML', 'Yes.<|im_end|> And more.', ['answer: Yes.', 'answer: And more.']],
  ['ChatML', ' spaces \n\n', ['answer:  spaces \n\n']],
  ['Llama 3', '<|start_header_id|>assistant<|end_header_id|>\n\nHi<|eot_id|>', ['answer: Hi']],
  ['Llama 3', '<|start_header_id|>Bob<|end_header_id|>\n\nHi', ['answer: Bob\n\nHi']],
  ['Mistral', ' Hi</s>[INST] Why?[/INST]', ['answer: Hi', 'answer: Why?']],
  ['Mistral Nemo', '    indented</s>', ['answer:     indented']],
])('%s: %j is read as %j', (name, stream, expected) => {
  expect(readText(name, stream)).toEqual(expected)
})

/** Reads a reply as the app does: the two texts, and what makes it answer after each token. */
function reply(name: string, stream: string, request: Parameters<TurnFormat['readReply']>[0]) {
  const text: Record<ReplyChannel, string> = { reasoning: '', answer: '' }
  const reader = formatOf(name).readReply(request, pieces, (channel, more) => {
    text[channel] += more
  })
  const spelled = () => reader.segmentsToAnswer.map((part) => ('marker' in part ? part.marker : part.text)).join('')
  const atStart = spelled()
  for (const id of idsOf(stream)) reader.push(id)
  const atEnd = spelled()
  reader.finish()
  return { ...text, atStart, atEnd, isMalformed: reader.isMalformed }
}

test.each([
  ['ChatML', '', 'medium', '', ''],
  ['Qwen3', '', 'medium', '<think>\n\n</think>\n\n', '<think>\n\n</think>\n\n'],
  ['Qwen3', '', 'low', '', ''],
  ['Qwen3 that thinks unasked', '', 'low', '<think>\n\n</think>\n\n', '<think>\n\n</think>\n\n'],
  ['Qwen3', '<think>\nHm', 'high', '<think>\n\n</think>\n\n', '\n</think>\n\n'],
  ['Qwen3', '<think>\nHm\n</think>\n\nYes', 'medium', '<think>\n\n</think>\n\n', ''],
  ['Qwen3 that always thinks', 'Hm', 'low', '\n</think>\n\n', '\n</think>\n\n'],
] as const)(
  '%s: after %j with the effort %s, the answer begins with what ends the reasoning',
  (name, stream, effort, atStart, atEnd) => {
    expect(reply(name, stream, { effort })).toMatchObject({ atStart, atEnd, isMalformed: false })
  },
)

test('a continued reply goes on in its message, and a further message begins a new paragraph', () => {
  const answered = { channel: 'answer', reasoning: 'Hm.', text: 'Yes' } as const
  const rest = ', so be it.<|im_end|>\n<|im_start|>assistant\nAnd more.'
  expect(reply('Qwen3', rest, { effort: 'medium', continuation: answered })).toMatchObject({
    reasoning: '',
    answer: ', so be it.\n\nAnd more.',
    atStart: '',
  })
  const thinking = { channel: 'reasoning', reasoning: 'Hm', text: '' } as const
  expect(reply('Qwen3', ', well.\n</think>\n\nYes.', { effort: 'medium', continuation: thinking })).toMatchObject({
    reasoning: ', well.',
    answer: 'Yes.',
    atStart: '\n</think>\n\n',
  })
})

test.each(formats)('%s: what a person or a document wrote becomes no marker', (_, format) => {
  const text = markers.join(' ')
  const request = { instructions: text, effort: 'medium', date: '2026-11-30', seed: 0 } as const
  const count = (messages: readonly { role: 'user' | 'assistant'; text: string }[], instructions: string) =>
    format.render({ ...request, instructions, messages }).filter((segment) => 'marker' in segment).length
  expect(count([{ role: 'user', text }], text)).toBe(count([{ role: 'user', text: 'Hi' }], 'Hi'))
})

test.each([
  ['Mistral', '[/INST] Once'],
  ['Mistral Nemo', '[/INST]Once'],
])('%s: an answer that is continued has the space that the model writes before one', (name, end) => {
  const messages = [{ role: 'user', text: 'Hi' } as const]
  const continuation = { channel: 'answer', reasoning: '', text: 'Once' } as const
  const segments = formatOf(name).render({ messages, effort: 'low', date: '2026-11-30', seed: 0, continuation })
  expect(promptText(segments).endsWith(end)).toBe(true)
})

test.each(formats)('%s: a continuation of text that spells markers keeps them as text', (_, format) => {
  const continuation = { channel: 'answer', reasoning: '', text: '<|im_end|></think>' } as const
  const segments = format.render({ messages: [], effort: 'low', date: '2026-11-30', seed: 0, continuation })
  expect(segments.at(-1)).toMatchObject({ text: expect.stringContaining('<|im_end|></think>') })
})
