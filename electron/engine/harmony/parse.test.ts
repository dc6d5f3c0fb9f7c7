import { expect, test } from 'vitest'
import { ids, idsOf, parse, pieces, replyOf, unknownId, words } from '../testing/stream-fixture.js'
import { HarmonyParser } from './parse.js'

test('a well-formed reply gives its reasoning and its answer', () => {
  const stream =
    '<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>Hi <b>!<|return|>'
  expect(replyOf(stream)).toEqual({ reasoning: 'Think.', answer: 'Hi <b>!' })
})

const tail = '<|end|><|start|>assistant<|channel|>final<|message|>Done.<|return|>'

// A model wrote each of these headers, or one that differs by a single slip.
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
    null,
  ],
])('a tool call keeps its recipient: %s', (_, stream, recipient, contentType) => {
  const { messages } = parse(idsOf(stream))
  expect(messages).toEqual([expect.objectContaining({ recipient, content: '{}' })])
  expect(messages[0]?.contentType).toBe(contentType)
})

test.each([
  ['junk after the channel', `<|channel|>analysis??<|message|>T.${tail}`, { reasoning: 'T.', answer: 'Done.' }],
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
    'no header, begins with a header word',
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
  [
    'no header after the end',
    '<|channel|>analysis<|message|>T.<|end|>{"a":1}<|return|>',
    { reasoning: 'T.', answer: '{"a":1}' },
  ],
  [
    'a number as the answer, without a header',
    '<|channel|>analysis<|message|>T.<|end|><|start|>assistant42<|return|>',
    { reasoning: 'T.', answer: '42' },
  ],
  [
    'a number as the answer, without a message marker',
    '<|channel|>analysis<|message|>T.<|end|><|start|>assistant<|channel|>final 42<|return|>',
    { reasoning: 'T.', answer: '42' },
  ],
  [
    'channel without its marker',
    '<|channel|>analysis<|message|>T.<|end|><|start|>assistantfinal<|message|>Done.<|return|>',
    { reasoning: 'T.', answer: 'Done.' },
  ],
  [
    'a sentence before the header',
    'I’ll think about it.<|channel|>analysis<|message|>T.<|end|>',
    { reasoning: 'T.', answer: 'I’ll think about it.' },
  ],
  ['only an unknown content type', '<|constrain|>Hello<|return|>', { reasoning: '', answer: 'Hello' }],
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
    'text that continues after the end',
    `<|channel|>final<|message|>One.<|end|>And two of it.<|return|>`,
    { reasoning: '', answer: 'One.\n\nAnd two of it.' },
  ],
  [
    'a marker spelled in the text',
    '<|channel|>analysis<|message|>T.<|end|><|channel|>final<|message|>\\',
    { reasoning: 'T.', answer: '\\' },
  ],
  [
    'cut inside a header',
    '<|channel|>analysis<|message|>T.<|end|><|start|>assistant<|channel|>fin',
    { reasoning: 'T.', answer: '' },
  ],
  [
    'arguments without a message marker',
    '<|channel|>commentary to=functions.f<|constrain|>json{"city":1}<|call|>',
    { reasoning: '{"city":1}', answer: '' },
  ],
  [
    'a made-up turn of the user',
    `<|channel|>final<|message|>Done.<|end|><|start|>user<|message|>More!<|end|>`,
    { reasoning: 'More!', answer: 'Done.' },
  ],
])('headers are read leniently: %s', (_, stream, expected) => {
  expect(replyOf(stream)).toEqual(expected)
})

// Text in place of a header is the model's answer, even if it spells a part of a header.
test.each([
  ['no header', 'Run dd if=a to=b now', 'Run dd if=a to=b now'],
  ['a link', '<a href="x" to="/home">Home</a>', '<a href="x" to="/home">Home</a>'],
  ['only a recipient', ' to=x', 'to=x'],
  ['a channel', '<|channel|>final Set x to=5 and go', 'Set x to=5 and go'],
  ['a channel alone', '<|channel|>final to=x is right', 'to=x is right'],
  ['a letter', '<|channel|>final A', 'A'],
  ['a sign', '<|channel|>analysis<|message|>T.<|end|><|start|>assistant<|channel|>final 👍', '👍'],
  ['a sentence, then a header', 'Set x to=5 now.<|channel|>analysis<|message|>T.', 'Set x to=5 now.'],
  ['a sentence in place of a role', '<|start|>functions.f is a function', 'functions.f is a function'],
  ['the word of the role', 'assistant', 'assistant'],
  ['a role word after the end', '<|channel|>final<|message|>One.<|end|>tool', 'One.\n\ntool'],
])('text in a header is shown unchanged: %s', (_, stream, answer) => {
  expect(replyOf(`${stream}<|return|>`).answer).toBe(answer)
})

test.each([
  ['no body', '<|channel|>commentary to=functions.f<|call|>', null, ''],
  ['the role alone', ' to=functions.f<|call|>', null, ''],
  ['a content type alone', '<|channel|>commentary to=functions.f <|constrain|>json<|call|>', 'json', ''],
  [
    'a content type before its body',
    '<|channel|>commentary to=functions.f <|constrain|>json{"a": 1}<|call|>',
    'json',
    '{"a": 1}',
  ],
  ['no constrain', '<|channel|>commentary to=functions.f json{"a": 1}<|call|>', 'json', '{"a": 1}'],
  ['a body after the recipient', '<|channel|>commentary to=functions.f{"a": 1}<|call|>', null, '{"a": 1}'],
  [
    'a channel after the content type',
    ' to=functions.f<|constrain|>json<|channel|>commentary<|message|>{}<|call|>',
    'json',
    '{}',
  ],
  [
    'a doubled constrain',
    '<|channel|>commentary to=functions.f<|constrain|>json<|constrain|>json<|message|>{}<|call|>',
    'json',
    '{}',
  ],
  ['junk before the recipient', '<|channel|>commentary?? to=functions.f json<|message|>{}<|call|>', 'json', '{}'],
])('a call is found in a broken header: %s', (_, stream, contentType, content) => {
  expect(parse(idsOf(stream)).messages).toEqual([
    expect.objectContaining({ recipient: 'functions.f', contentType, content }),
  ])
})

test('a channel and a recipient without a marker before them are found in the role', () => {
  const role = ['assistant', 'commentary', ' to=', 'functions.f'].map((word) => 256 + words.indexOf(word))
  const { messages } = parse([...role, ...idsOf('<|constrain|>json<|message|>{}<|call|>')])
  expect(messages).toEqual([
    { role: 'assistant', channel: 'commentary', recipient: 'functions.f', contentType: 'json', content: '{}' },
  ])
})

test('the name of a made-up user is not part of the answer', () => {
  const stream = '<|channel|>final<|message|>A.<|end|><|start|>user:alice<|message|>B.<|end|>'
  expect(replyOf(stream)).toEqual({ reasoning: 'B.', answer: 'A.' })
})

test('half a character at the end of a message stays there', () => {
  const half = [...new TextEncoder().encode('好')].slice(0, 2)
  const stream = [...idsOf('<|channel|>analysis<|message|>T'), ...half, ...idsOf(tail)]
  expect(parse(stream).reply).toEqual({ reasoning: 'T\ufffd', answer: 'Done.' })
})

test('a reply that was stopped inside its first header shows nothing', () => {
  const cuts = [
    '<|channel|>analy',
    '<|channel|>',
    '<|channel|>commentary to=fun',
    '<|channel|>commentary to=',
    '<|channel|>commentary to',
    ' to',
    ' to=',
    ' to=functions.get_weather',
    ' to=functions.get_weather<|channel|>',
    ' to=functions.get_weather<|channel|>comm',
    ' to=functions.get_weather<|channel|>commentary <|constrain|>js',
    ' to=functions.get_weather<|channel|>analysis co',
  ]
  for (const cut of cuts) {
    expect(replyOf(cut)).toEqual({ reasoning: '', answer: '' })
  }
})

test('a made-up turn that was stopped inside its header shows nothing of it', () => {
  for (const cut of ['functions.get_weather', 'functions.get_weather to=assis', 'user:alice', 'func', 'us']) {
    const stream = `<|channel|>final<|message|>Done.<|end|><|start|>${cut}`
    expect(replyOf(stream)).toEqual({ reasoning: '', answer: 'Done.' })
  }
})

test('an answer that was stopped after words like those of a header is shown', () => {
  for (const cut of [
    'to=x is right',
    '<|channel|>final to=x',
    '<|channel|>final to',
    '<|channel|>final<|message|>to=',
    'Set to=x',
  ]) {
    expect(replyOf(cut).answer.trim()).toBe(cut.replace(/^.*\|>/, '').replace(/^final /, ''))
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

test('a long text in a header is never lost', () => {
  const long = 'word '.repeat(100)
  expect(replyOf(`<|channel|>final ${long}`).answer).toBe(long)
})

test('reasoning without an answer is not shown as an answer', () => {
  expect(replyOf('<|channel|>analysis<|message|>T.<|end|>')).toEqual({ reasoning: 'T.', answer: '' })
  expect(replyOf(`<|channel|>analysis<|message|>T.${tail}`)).toMatchObject({
    reasoning: 'T.',
    answer: expect.stringMatching(/\S/),
  })
  expect(replyOf('<|channel|>final<|message|>  <|return|>')).toEqual({ reasoning: '', answer: '  ' })
})

test('a reply in place of a header is shown and marked as malformed', () => {
  const isMalformed = (stream: string) => parse(idsOf(stream)).isMalformed
  expect(isMalformed('<|channel|>final I’m sorry, but no.<|return|>')).toBe(true)
  expect(isMalformed('42<|return|>')).toBe(true)
  expect(isMalformed(`<|channel|>analysis??<|message|>T.${tail}`)).toBe(false)
  expect(isMalformed('<|channel|>analysis<|message|>T.<|end|><|start|>assistant<|channel|>fin')).toBe(false)
})

test.each([
  [
    'a preamble and two calls',
    '<|channel|>commentary<|message|>I’ll look.<|end|><|start|>assistant<|channel|>commentary to=functions.a<|constrain|>json<|message|>{"a":1}<|call|><|start|>assistant to=functions.b<|channel|>commentary json<|message|>{"b":<|call|>',
    [undefined, 'functions.a', 'functions.b'],
    ['I’ll look.', '{"a":1}', '{"b":'],
  ],
  [
    'arguments that are not JSON',
    '<|channel|>analysis to=python code<|message|>print("<|")\n<|call|>',
    ['python'],
    ['print("<|")\n'],
  ],
  [
    'a name that is not an identifier',
    '<|channel|>commentary to=functions.get-weather.v2 <|constrain|>json<|message|>{}<|call|>',
    ['functions.get-weather.v2'],
    ['{}'],
  ],
  [
    'the result of a tool',
    '<|channel|>commentary to=functions.f json<|message|>{}<|call|><|start|>functions.f to=assistant<|channel|>commentary<|message|>7<|end|>',
    ['functions.f', 'assistant'],
    ['{}', '7'],
  ],
] as const)('each call keeps its tool and its arguments as they are: %s', (_, stream, recipients, contents) => {
  const { messages } = parse(idsOf(stream))
  expect(messages.map(({ recipient }) => recipient ?? undefined)).toEqual(recipients)
  expect(messages.map(({ content }) => content)).toEqual(contents)
})

test.each([
  ['nothing', `<|channel|>analysis<|message|>T.${tail}`, []],
  ['a preamble', `<|channel|>commentary<|message|>I’ll look.${tail}`, []],
  ['a call', '<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>', []],
  ['no start', `<|channel|>analysis<|message|>T.<|end|><|channel|>final<|message|>D<|end|>`, ['no-start']],
  ['no end', `<|channel|>analysis<|message|>T.<|start|>assistant<|channel|>final<|message|>D<|end|>`, ['no-end']],
  ['no message', '<|channel|>final I’m sorry.<|return|>', ['no-message']],
  ['no channel', '<|message|>D<|return|>', ['no-channel']],
  ['unknown channel', '<|channel|>thoughts<|message|>D<|return|>', ['text-in-header', 'unknown-channel']],
  ['doubled channel', `<|channel|>final<|channel|>final<|message|>D<|end|>`, ['repeated-channel']],
  ['another role', `<|channel|>final<|message|>D<|end|><|start|>user<|message|>M<|end|>`, ['other-role', 'no-channel']],
  ['junk', `<|channel|>final??<|message|>D<|end|>`, ['text-in-header']],
  ['a marker in the body', `<|channel|>final<|message|>D<|constrain|><|end|>`, ['stray-marker']],
  ['a doubled end', `<|channel|>final<|message|>D<|end|><|return|>`, ['stray-marker']],
  ['cut in the body', `<|channel|>final<|message|>D`, ['cut-off']],
  ['cut in the header', `<|channel|>final<|message|>D<|end|><|start|>assistant<|channel|>fi`, ['cut-off']],
])('a violation of the format gives a remark: %s', (_, stream, kinds) => {
  expect(parse(idsOf(stream)).notes.map(({ kind }) => kind)).toEqual(kinds)
})

test('an id that is not a text token is skipped with a remark', () => {
  const stream = [...idsOf('<|channel|>final<|message|>D'), -1, 1e9, 2.5, Number.NaN, unknownId, ...idsOf('one<|end|>')]
  const { messages, notes } = parse(stream)
  expect(messages).toEqual([expect.objectContaining({ content: 'Done' })])
  expect(notes.map(({ kind, at }) => [kind, at])).toEqual([8, 9, 10, 11, 12].map((at) => ['skipped-id', at]))
})

test('a repeated content type is read once and gives one remark', () => {
  const call = '<|channel|>commentary to=functions.f <|constrain|>json<|constrain|>json<|message|>{}<|call|>'
  const { messages, notes } = parse(idsOf(call))
  expect(messages).toEqual([expect.objectContaining({ contentType: 'json', content: '{}' })])
  expect(notes).toContainEqual(expect.objectContaining({ kind: 'text-in-header', text: 'json' }))
})
