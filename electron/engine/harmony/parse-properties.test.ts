import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseCount, timeoutMs } from '../testing/case-count.js'
import { bytesOf, findLostBody, ids, idsOf, parse, unknownId, words } from '../testing/stream-fixture.js'
import { harmonyMarkers } from './markers.js'

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

const spelledMarker = 256 + words.indexOf('<|end|>')

test(
  'whatever the ids are, nothing throws, no marker is shown and no body text is lost',
  () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const { messages, reply } = parse(stream)
        expect(findLostBody({ messages }, stream, ids, bytesOf)).toBeUndefined()
        const shown = reply.reasoning + reply.answer
        if (!stream.includes(spelledMarker) && !stream.includes(0x7c)) expect(shown).not.toMatch(/<\|\w+\|>/)
        if (messages.some(({ content }) => content.trim() !== '')) expect(shown.trim()).not.toBe('')
      }),
      { numRuns: caseCount(3_000, 120_000) },
    )
  },
  timeoutMs,
)

test(
  'a well-formed stream gives exactly its bodies',
  () => {
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
          recipient: null,
          contentType: null,
          content: String.fromCharCode(...bytes),
        }))
        expect(parse(stream.flat()).messages).toEqual(expected)
      }),
      { numRuns: caseCount(1_000, 20_000) },
    )
  },
  timeoutMs,
)

test(
  'text without any marker is shown whole, short or long',
  () => {
    const text = fc.string({
      unit: fc.constantFrom(...'Hello, 42 ÄÖ好 to=x?', ' to=x', 'user', 'tool', 'assistants', 'final'),
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(text, (given) => {
        fc.pre(given.trim() !== '')
        expect(parse(idsOf(`${given}<|return|>`)).reply.answer.trim()).toBe(given.trim())
        // A stream that was cut after nothing but a recipient was cut inside a header.
        fc.pre(!/^\s*(?:to?|to=\S*)\s*$/.test(given))
        expect(parse(idsOf(given)).reply.answer.trim()).toBe(given.trim())
      }),
      { numRuns: caseCount(1_000, 20_000) },
    )
  },
  timeoutMs,
)

const tools = ['functions.f', 'functions.get_weather', 'browser.search', 'python', 'container.exec', 'functions.a-b.c2']
const callHeaders: readonly ((tool: string) => string)[] = [
  (tool) => ` to=${tool}<|channel|>commentary <|constrain|>json<|message|>`,
  (tool) => ` to=${tool}<|channel|>commentary json<|message|>`,
  (tool) => ` to=${tool}<|channel|>analysis code<|message|>`,
  (tool) => ` to=${tool}<|constrain|>json<|channel|>commentary<|message|>`,
  (tool) => ` to=${tool}<|channel|>commentary<|channel|>commentary<|message|>`,
  (tool) => `<|channel|>commentary to=${tool} <|constrain|>json<|message|>`,
  (tool) => `<|channel|>commentary to=${tool}<|constrain|>json<|message|>`,
  (tool) => `<|channel|>commentary to=${tool} json<|message|>`,
  (tool) => `<|channel|>analysis to=${tool} code<|message|>`,
]

test(
  'a call that is cut anywhere shows no word of its header',
  () => {
    const call = fc.record({
      reasoning: fc.constantFrom(undefined, 'T.'),
      headerOf: fc.constantFrom(...callHeaders),
      tool: fc.constantFrom(...tools),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(call, ({ reasoning, headerOf, tool, part }) => {
        const before =
          reasoning === undefined ? '' : `<|channel|>analysis<|message|>${reasoning}<|end|><|start|>assistant`
        const start = idsOf(before)
        const header = idsOf(headerOf(tool))
        const cut = Math.round(part * header.length)
        expect(parse([...start, ...header.slice(0, cut)]).reply).toEqual({ reasoning: reasoning ?? '', answer: '' })
        // A recipient in the role is a call, also if the model ends it after the next marker.
        const marker = header.findIndex((id) => id >= 256)
        if (marker === 0) return
        const ended = parse([...start, ...header.slice(0, marker + 1), ids['<|call|>']])
        expect(ended.reply).toEqual({ reasoning: reasoning ?? '', answer: '' })
        expect(ended.messages.at(-1)).toMatchObject({ recipient: tool, content: '' })
      }),
      { numRuns: caseCount(1_000, 20_000) },
    )
  },
  timeoutMs,
)

const sentence = fc
  .string({
    unit: fc.constantFrom(...'Hello, 42 ÄÖ好?\n', ' to=x', ' to=functions.f', ' json', ' final'),
    maxLength: 30,
  })
  .map((text) => `Set ${text}`)

test(
  'a header without its message marker gives exactly the text after its words',
  () => {
    const headers = ['', '<|start|>assistant ', '<|channel|>final ', '<|channel|>analysis', '<|channel|>commentary\n']
    const broken = fc.tuple(fc.constantFrom(...headers), sentence, fc.constantFrom('<|end|>', '<|return|>', '<|call|>'))
    fc.assert(
      fc.property(fc.array(broken, { minLength: 1, maxLength: 4 }), (given) => {
        const stream = given.flatMap((parts) => idsOf(parts.join('')))
        expect(parse(stream).messages.map(({ content }) => content)).toEqual(given.map(([, text]) => text))
      }),
      { numRuns: caseCount(1_000, 20_000) },
    )
  },
  timeoutMs,
)

// Text in a header may be one of its fields, a body or junk, but it is never lost and never in two bodies.
test(
  'every word of a header is in a message or in a remark',
  () => {
    const word = 256 + words.indexOf('Hello')
    const inHeader = fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...harmonyMarkers.map((marker) => ids[marker])) },
        { weight: 3, arbitrary: fc.constantFrom(word, ...words.map((_, index) => 256 + index), 0x20, 0x3a, 0x7b) },
      ),
      { maxLength: 40 },
    )
    const count = (texts: readonly (string | null | undefined)[]) => texts.join('\n').split('Hello').length - 1
    fc.assert(
      fc.property(inHeader, (stream) => {
        const { messages, notes } = parse([...stream, ids['<|return|>']])
        const spoken = stream.filter((id) => id === word).length
        const contents = count(messages.map(({ content }) => content))
        const named = count(messages.flatMap(({ recipient, contentType }) => [recipient, contentType]))
        const remarked = count(notes.map((remark) => ('text' in remark ? remark.text : '')))
        expect(contents).toBeLessThanOrEqual(spoken)
        expect(contents + named + remarked).toBeGreaterThanOrEqual(spoken)
      }),
      { numRuns: caseCount(3_000, 60_000) },
    )
  },
  timeoutMs,
)
