import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseCount, timeoutMs } from './case-count.js'
import { harmonyMarkers } from './markers.js'
import { bytesOf, certainBodies, ids, idsOf, parse, unknownId, words } from './stream-fixture.js'

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
  'whatever the ids are: nothing throws, no marker shows, no body text is lost',
  () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const { messages, reply } = parse(stream)
        let at = 0
        const contents = messages.map(({ content }) => content)
        for (const run of certainBodies(stream, ids, bytesOf)) {
          at = contents.findIndex((content, index) => index >= at && content.includes(run))
          expect(at, `${JSON.stringify(run)} is missing`).toBeGreaterThanOrEqual(0)
        }
        const shown = reply.reasoning + reply.answer
        if (!stream.includes(spelledMarker) && !stream.includes(0x7c)) expect(shown).not.toMatch(/<\|\w+\|>/)
        if (certainBodies(stream, ids, bytesOf).some((run) => run.trim() !== '')) expect(shown.trim()).not.toBe('')
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
      unit: fc.constantFrom(...'Hello, 42 ÄÖ好 to=x?', 'user', 'tool', 'assistants', 'final'),
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(text, (given) => {
        fc.pre(given.trim() !== '' && !given.includes('to='))
        expect(parse(idsOf(given)).reply.answer.trim()).toBe(given.trim())
      }),
      { numRuns: caseCount(1_000, 20_000) },
    )
  },
  timeoutMs,
)
