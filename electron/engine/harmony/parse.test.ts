import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenPieces } from '../token-text.js'
import type { HarmonyHeader } from './header.js'
import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from './markers.js'
import { HarmonyParser } from './parse.js'
import { Reply, type ReplyChannel } from './reply.js'

// A vocabulary of its own: ids below 256 are bytes, then whole words, then the markers.
const words = [
  'assistant',
  'analysis',
  'final',
  'commentary',
  ' to=',
  'functions.f',
  'json',
  'Hello',
  ' world',
  '??',
  '<|end|>',
  '\n',
]
const firstMarker = 256 + words.length
const ids = Object.fromEntries(harmonyMarkers.map((marker, index) => [marker, firstMarker + index])) as HarmonyIds
const unknownId = firstMarker + harmonyMarkers.length

function bytesOf(id: number): Uint8Array {
  if (id < 256) return Uint8Array.of(id)
  return new TextEncoder().encode(words[id - 256] ?? '')
}

const pieces = new TokenPieces(bytesOf)

/** The ids of a stream in which markers are spelled; other text becomes bytes, or words after a backslash. */
function idsOf(stream: string): number[] {
  return stream
    .split(/(<\|\w+\|>)/)
    .flatMap((part) => ids[part as HarmonyMarker] ?? [...new TextEncoder().encode(part)])
}

interface Parsed extends HarmonyHeader {
  content: string
}

function parse(stream: readonly number[]): { messages: Parsed[]; reply: Record<ReplyChannel, string>; only: boolean } {
  const messages: Parsed[] = []
  const reply = { reasoning: '', answer: '' }
  const sink = new Reply((channel, text) => {
    reply[channel] += text
  })
  const parser = new HarmonyParser(ids, pieces, {
    onMessage: (header) => {
      messages.push({ ...header, content: '' })
      sink.onMessage(header)
    },
    onText: (text) => {
      const message = messages.at(-1)
      if (!message) throw new Error('text before a message')
      message.content += text
      sink.onText(text)
    },
    onEnd: () => sink.onEnd(),
  })
  for (const id of stream) parser.push(id)
  parser.finish()
  return { messages, reply, only: sink.isOnlyReasoning }
}

const replyOf = (stream: string) => parse(idsOf(stream)).reply

test('a well-formed reply gives its reasoning and its answer', () => {
  const stream =
    '<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>Hi <b>!<|return|>'
  expect(replyOf(stream)).toEqual({ reasoning: 'Think.', answer: 'Hi <b>!' })
})

const tail = '<|end|><|start|>assistant<|channel|>final<|message|>Done.<|return|>'

// Each is a header that a model was seen to write, or one slip away from it.
test.each([
  [
    'recipient in the role',
    ' to=functions.f<|channel|>commentary <|constrain|>json<|message|>{}<|call|>',
    'functions.f',
    'json',
  ],
  [
    'recipient in the channel',
    '<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>',
    'functions.f',
    'json',
  ],
  ['no constrain', '<|channel|>commentary to=functions.f json<|message|>{}<|call|>', 'functions.f', 'json'],
  ['recipient on analysis with code', '<|channel|>analysis to=python code<|message|>{}<|call|>', 'python', 'code'],
  [
    'recipient after a control token',
    ' to=functions.f<|channel|>commentary<|channel|>commentary<|message|>{}<|call|>',
    'functions.f',
    undefined,
  ],
])('a tool call keeps its recipient: %s', (_, stream, recipient, contentType) => {
  const { messages } = parse(idsOf(stream))
  expect(messages).toEqual([expect.objectContaining({ recipient, content: '{}' })])
  expect(messages[0]?.contentType).toBe(contentType)
})

test.each([
  ['junk behind the channel', `<|channel|>analysis??<|message|>T.${tail}`, { reasoning: 'T.', answer: 'Done.' }],
  ['junk before the channel', `<|channel|>––analysis<|message|>T.${tail}`, { reasoning: 'T.', answer: 'Done.' }],
  ['only junk in the header', `<|channel|>commentary?commentary?${tail}`, { reasoning: '', answer: 'Done.' }],
  [
    'doubled channel',
    `<|channel|>commentary<|channel|>analysis<|message|>T.${tail}`,
    { reasoning: 'T.', answer: 'Done.' },
  ],
  [
    'doubled start',
    `<|channel|>analysis<|message|>T.<|end|><|start|><|start|>assistant<|channel|>final<|message|>Done.`,
    { reasoning: 'T.', answer: 'Done.' },
  ],
  ['doubled role', `assistant<|channel|>analysis<|message|>T.${tail}`, { reasoning: 'T.', answer: 'Done.' }],
  [
    'missing start',
    '<|channel|>analysis<|message|>T.<|end|>assistant<|channel|>final<|message|>Done.',
    { reasoning: 'T.', answer: 'Done.' },
  ],
  [
    'missing end',
    '<|channel|>analysis<|message|>T.<|start|>assistant<|channel|>final<|message|>Done.',
    { reasoning: 'T.', answer: 'Done.' },
  ],
  [
    'missing end and start',
    '<|channel|>analysis<|message|>T.<|channel|>final<|message|>Done.',
    { reasoning: 'T.', answer: 'Done.' },
  ],
  [
    'missing message, no space',
    '<|channel|>finalI’m sorry, but no.<|return|>',
    { reasoning: '', answer: 'I’m sorry, but no.' },
  ],
  [
    'no header, begins with a word of headers',
    'Users of finally.<|return|>',
    { reasoning: '', answer: 'Users of finally.' },
  ],
  ['missing message', '<|channel|>final I’m sorry, but no.<|return|>', { reasoning: '', answer: 'I’m sorry, but no.' }],
  ['no header at all', 'I’m sorry, but no.<|return|>', { reasoning: '', answer: 'I’m sorry, but no.' }],
  ['no header, very short', '42<|return|>', { reasoning: '', answer: '42' }],
  [
    'no header after a start',
    '<|channel|>analysis<|message|>T.<|end|><|start|>assistant I’m sorry.<|return|>',
    { reasoning: 'T.', answer: 'I’m sorry.' },
  ],
  ['no channel', '<|message|>Done.<|return|>', { reasoning: '', answer: 'Done.' }],
  ['empty channel', '<|channel|><|message|>Done.<|return|>', { reasoning: '', answer: 'Done.' }],
  ['unknown channel', '<|channel|>thoughts<|message|>Done.<|return|>', { reasoning: '', answer: 'Done.' }],
  ['preamble', `<|channel|>commentary<|message|>I’ll look.${tail}`, { reasoning: '', answer: 'I’ll look.\n\nDone.' }],
  [
    'orphans in the body',
    '<|channel|>final<|message|>Do<|message|>n<|constrain|>e.<|end|><|end|><|return|>',
    { reasoning: '', answer: 'Done.' },
  ],
  [
    'text that goes on after the end',
    `<|channel|>final<|message|>One.<|end|>And two of it.<|return|>`,
    { reasoning: '', answer: 'One.\n\nAnd two of it.' },
  ],
  [
    'a marker spelled in the text',
    '<|channel|>analysis<|message|>T.<|end|><|channel|>final<|message|>\\',
    { reasoning: 'T.', answer: '\\' },
  ],
  [
    'cut within a header',
    '<|channel|>analysis<|message|>T.<|end|><|start|>assistant<|channel|>fin',
    { reasoning: 'T.', answer: '' },
  ],
  [
    'arguments without a message marker',
    '<|channel|>commentary to=functions.f<|constrain|>json{"city":1}<|call|>',
    { reasoning: '{"city":1}', answer: '' },
  ],
  [
    'a turn of the user made up',
    `<|channel|>final<|message|>Done.<|end|><|start|>user<|message|>More!<|end|>`,
    { reasoning: 'More!', answer: 'Done.' },
  ],
])('headers are read leniently: %s', (_, stream, expected) => {
  expect(replyOf(stream)).toEqual(expected)
})

test('half a character at the end of a message stays there', () => {
  const half = [...new TextEncoder().encode('好')].slice(0, 2)
  const stream = [...idsOf('<|channel|>analysis<|message|>T'), ...half, ...idsOf(tail)]
  expect(parse(stream).reply).toEqual({ reasoning: 'T\ufffd', answer: 'Done.' })
})

test('a reply that was stopped within its first header shows nothing', () => {
  for (const cut of ['<|channel|>analy', '<|channel|>', '<|channel|>commentary to=fun']) {
    expect(replyOf(cut)).toEqual({ reasoning: '', answer: '' })
  }
})

test('a marker that the model spells in ordinary tokens is text', () => {
  const spelled = 256 + words.indexOf('<|end|>')
  const stream = [...idsOf('<|channel|>final<|message|>'), spelled, ...idsOf('!<|return|>')]
  expect(parse(stream).reply.answer).toBe('<|end|>!')
})

test('an answer without a header begins to show before it ends', () => {
  let text = ''
  const parser = new HarmonyParser(ids, pieces, {
    onMessage() {},
    onEnd() {},
    onText: (more) => {
      text += more
    },
  })
  for (const id of idsOf('Once upon a time there was a small')) parser.push(id)
  expect(text).toMatch(/^Once upon a/)
})

test('a header never swallows a long text', () => {
  const long = 'word '.repeat(100)
  expect(replyOf(`<|channel|>final ${long}`).answer).toBe(long)
})

test('only reasoning is told apart from an answer', () => {
  expect(parse(idsOf('<|channel|>analysis<|message|>T.<|end|>')).only).toBe(true)
  expect(parse(idsOf(`<|channel|>analysis<|message|>T.${tail}`)).only).toBe(false)
  expect(parse(idsOf('<|channel|>final<|message|>  <|return|>')).only).toBe(false)
})

const token = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 256, max: unknownId + 2 }) },
  { weight: 2, arbitrary: fc.constantFrom(...harmonyMarkers.map((marker) => ids[marker])) },
  { weight: 2, arbitrary: fc.integer({ min: 32, max: 126 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1e9, Number.NaN) },
)
const body = fc.array(fc.integer({ min: 32, max: 126 }), { maxLength: 12 })
const channel = fc.constantFrom('analysis', 'commentary', 'final')
const message = fc.tuple(channel, body)
const wellFormed = fc
  .array(message, { minLength: 1, maxLength: 4 })
  .map((messages) =>
    messages.flatMap(([name, bytes], index) => [
      ...idsOf(`${index > 0 ? '<|start|>assistant' : ''}<|channel|>${name}<|message|>`),
      ...bytes,
      ...idsOf(index < messages.length - 1 ? '<|end|>' : '<|return|>'),
    ]),
  )
const mutated = fc
  .tuple(wellFormed, fc.array(fc.tuple(fc.nat(), token, fc.nat(2)), { maxLength: 4 }))
  .map(([stream, changes]) => {
    const changed = [...stream]
    for (const [at, id, how] of changes)
      changed.splice(at % (changed.length + 1), how === 0 ? 0 : 1, ...(how === 1 ? [] : [id]))
    return changed
  })
const anyStream = fc.oneof(fc.array(token, { maxLength: 40 }), mutated)

/** Text tokens that stand in a body beyond doubt: behind a `<|message|>`, with no other marker in between. */
function certainBodies(stream: readonly number[]): string[] {
  const runs: string[] = []
  let run: number[] | undefined
  const markers = new Map<number, HarmonyMarker>(harmonyMarkers.map((marker) => [ids[marker], marker]))
  for (const id of [...stream, ids['<|end|>']]) {
    const marker = markers.get(id)
    if (marker === undefined) run?.push(...bytesOf(id))
    else {
      if (run?.length) runs.push(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(run)))
      run = marker === '<|message|>' ? [] : undefined
    }
  }
  return runs
}

const spelledMarker = 256 + words.indexOf('<|end|>')

test('whatever the ids are: nothing throws, no marker shows, no body text is lost', () => {
  fc.assert(
    fc.property(anyStream, (stream) => {
      const { messages, reply } = parse(stream)
      let at = 0
      const contents = messages.map(({ content }) => content)
      for (const run of certainBodies(stream)) {
        at = contents.findIndex((content, index) => index >= at && content.includes(run))
        expect(at, `${JSON.stringify(run)} is missing`).toBeGreaterThanOrEqual(0)
      }
      const shown = reply.reasoning + reply.answer
      if (!stream.includes(spelledMarker) && !stream.includes(0x7c)) expect(shown).not.toMatch(/<\|\w+\|>/)
      if (certainBodies(stream).some((run) => run.trim() !== '')) expect(shown.trim()).not.toBe('')
    }),
    { numRuns: 12_000 },
  )
})

test('a well-formed stream gives exactly its bodies', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (given) => {
      const stream = given.map(([name, bytes]) => [
        ...idsOf(`<|start|>assistant<|channel|>${name}<|message|>`),
        ...bytes,
        ids['<|end|>'],
      ])
      const expected = given.map(([name, bytes]) => ({
        role: 'assistant',
        channel: name,
        content: String.fromCharCode(...bytes),
      }))
      expect(parse(stream.flat()).messages).toEqual(expected)
    }),
    { numRuns: 4_000 },
  )
})

test('text without any marker is shown whole, short or long', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'Hello, 42 ÄÖ好 to=x?', 'user', 'tool', 'assistants', 'final'),
    minLength: 1,
    maxLength: 60,
  })
  fc.assert(
    fc.property(text, (given) => {
      fc.pre(given.trim() !== '' && !given.includes('to='))
      expect(parse(idsOf(given)).reply.answer.trim()).toBe(given.trim())
    }),
    { numRuns: 4_000 },
  )
})
