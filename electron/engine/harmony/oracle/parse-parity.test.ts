import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rankFile } from '../../../../build/setup/rank-file.mjs'
import { encodeSegments } from '../../chat-format/segment.js'
import { caseCount, timeoutMs } from '../../testing/case-count.js'
import { findLostBody } from '../../testing/stream-fixture.js'
import { o200kHarmony } from '../../tokenizer/rank-file.js'
import { Tokenizer } from '../../tokenizer/tokenizer.js'
import { harmonyIds, harmonyMarkers } from '../markers.js'
import { readStream } from '../read-stream.js'
import type { HarmonySegment } from '../render.js'
import { someText } from './arbitrary-text.js'
import { type Oracle, openOracle } from './oracle.js'

const tokenizer = new Tokenizer(o200kHarmony(readFileSync(rankFile)))
const ids = harmonyIds((name) => tokenizer.specialId(name))
const encode = (segments: readonly HarmonySegment[]) => encodeSegments(segments, ids, (text) => tokenizer.encode(text))

let oracle: Oracle
beforeAll(async () => {
  oracle = await openOracle()
}, timeoutMs)
afterAll(() => oracle.close())

const text = (value: string): HarmonySegment => ({ text: value })
const channel = fc.constantFrom('analysis', 'commentary', 'final')
const recipient = fc.constantFrom('functions.get_weather', 'python', 'browser.search', 'user', 'all')
const contentType = fc.constantFrom<readonly HarmonySegment[]>(
  [],
  [text(' '), { marker: '<|constrain|>' }, text('json')],
  [{ marker: '<|constrain|>' }, text('json')],
  [text(' json')],
  [text(' code')],
  [text(' application/json')],
)
const end = fc.constantFrom<HarmonySegment>({ marker: '<|end|>' }, { marker: '<|return|>' }, { marker: '<|call|>' })

/** A message after `<|start|>assistant`, in any form that the format allows. */
const assistantMessage = fc
  .record({
    channel,
    call: fc.option(fc.record({ recipient, contentType, isInRole: fc.boolean() })),
    body: someText,
    end,
  })
  .map(({ channel: name, call, body, end: marker }): readonly HarmonySegment[] => {
    const to = call ? [text(` to=${call.recipient}`)] : []
    return [
      ...(call?.isInRole ? to : []),
      { marker: '<|channel|>' },
      text(name),
      ...(call?.isInRole ? [] : to),
      ...(call?.contentType ?? []),
      { marker: '<|message|>' },
      text(body),
      marker,
    ]
  })

const toolMessage = fc
  .record({ name: recipient, channel, body: someText })
  .map(({ name, channel: on, body }): readonly HarmonySegment[] => [
    { marker: '<|start|>' },
    text(`${name} to=assistant`),
    { marker: '<|channel|>' },
    text(on),
    { marker: '<|message|>' },
    text(body),
    { marker: '<|end|>' },
  ])

const later = fc.oneof(
  {
    weight: 4,
    arbitrary: assistantMessage.map((segments) => [{ marker: '<|start|>' } as const, text('assistant'), ...segments]),
  },
  { weight: 1, arbitrary: toolMessage },
)
const stream = fc
  .tuple(assistantMessage, fc.array(later, { maxLength: 4 }))
  .map(([first, rest]) => [...first, ...rest.flat()])

test(
  'a well-formed stream gives the same messages as OpenAI’s library',
  async () => {
    await fc.assert(
      fc.asyncProperty(stream, async (segments) => {
        const tokens = await encode(segments)
        const { messages, error } = await oracle.ask({ parse: tokens })
        expect(error).toBeUndefined()
        const expected = messages?.map((message) => ({
          ...message,
          contentType: message.contentType?.replace('<|constrain|>', '') ?? null,
        }))
        const found = readStream(tokens, ids, tokenizer.pieces)
        expect(found.messages).toEqual(expected)
        expect(found.notes.filter(({ kind }) => kind !== 'other-role')).toEqual([])
      }),
      { numRuns: caseCount(250, 25_000) },
    )
  },
  timeoutMs,
)

const anyId = fc.oneof(
  fc.integer({ min: 0, max: 201_087 }),
  fc.constantFrom(...harmonyMarkers.map((marker) => ids[marker])),
  fc.constantFrom(-1, 1e9, 0.5),
)
const change = fc.record({ at: fc.nat(), removed: fc.nat(3), added: fc.array(anyId, { maxLength: 2 }) })

// A model's mistakes are real tokens of its vocabulary, including half characters and other roles.
test(
  'a damaged stream of real tokens loses no body',
  async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.array(change, { minLength: 1, maxLength: 4 }), async (segments, changes) => {
        const tokens = await encode(segments)
        for (const { at, removed, added } of changes) tokens.splice(at % (tokens.length + 1), removed, ...added)
        const read = readStream(tokens, ids, tokenizer.pieces)
        expect(findLostBody(read, tokens, ids, (id) => tokenizer.pieces.of(id).bytes)).toBeUndefined()
      }),
      { numRuns: caseCount(500, 100_000) },
    )
  },
  timeoutMs,
)
