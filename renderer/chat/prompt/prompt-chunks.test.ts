import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ShownPrompt } from '../../../contract/context.js'
import { promptChunks } from './prompt-chunks.js'
import { type PromptContent, promptContent } from './prompt-content.js'
import { matchesByChunk, promptSegments } from './prompt-segments.js'

const ordinary = fc.oneof(
  fc.constantFrom('<|start|>', 'ferry ', '\n', '\n\n', '🚢'.repeat(1_500), 'word '.repeat(1_200), '\n'.repeat(50)),
  fc.string(),
)
const piece = fc.oneof(
  fc.record({ isMarker: fc.constant(true), text: fc.constantFrom('<|start|>', '<|message|>', '<|end|>') }),
  fc.record({ isMarker: fc.constant(false), text: ordinary }),
)
/** A prompt in which every marker is one token and every other piece two tokens. */
const prompts = fc.array(piece).map((pieces): ShownPrompt => {
  const tokens: number[] = []
  const markers: ShownPrompt['markers'][number][] = []
  let text = ''
  for (const { isMarker, text: own } of pieces) {
    if (isMarker) markers.push({ start: text.length, end: text.length + own.length, token: tokens.length })
    tokens.push(...(isMarker ? [200_000] : [1, 22]))
    text += own
  }
  return { text, tokens, markers }
})
const contents = fc
  .tuple(prompts, fc.constantFrom('text' as const, 'tokens' as const))
  .map((both) => promptContent(...both))

const segmentsOf = ({ text, markers }: PromptContent) =>
  promptChunks({ text, markers }).flatMap((chunk) => promptSegments(chunk, [], 0))
const textOf = ({ pieces }: ReturnType<typeof promptSegments>[number]) => pieces.map(({ text }) => text).join('')

test('the segments together are the prompt, and exactly its markers are marker segments', () => {
  fc.assert(
    fc.property(contents, (content) => {
      const segments = segmentsOf(content)
      expect(segments.map(textOf).join('')).toBe(content.text)
      const drawn = segments.flatMap((segment) =>
        segment.marker ? [{ name: segment.marker.name, text: textOf(segment) }] : [],
      )
      const markers = content.markers.map(({ start, end, name }) => ({ name, text: content.text.slice(start, end) }))
      expect(drawn).toEqual(markers)
    }),
  )
})

test('a marker has a name, and text that looks like one has none', () => {
  const prompt = {
    text: '<|start|>user<|message|><|end|>',
    tokens: [7, 1, 8, 2, 3],
    markers: [
      { start: 0, end: 9, token: 0 },
      { start: 13, end: 24, token: 2 },
    ],
  }
  expect(promptContent(prompt, 'text').markers.map(({ name }) => name)).toEqual(['start marker', 'message marker'])
  expect(promptContent(prompt, 'tokens')).toEqual({
    text: '7 1 8 2 3\n',
    markers: [
      { start: 0, end: 1, name: '7, start marker' },
      { start: 4, end: 5, name: '8, message marker' },
    ],
  })
})

test('no chunk is too long to lay out at once, and none begins inside a character', () => {
  fc.assert(
    fc.property(contents, (content) => {
      for (const { text, lines } of promptChunks(content)) {
        expect(text.length).toBeLessThanOrEqual(4_100)
        expect(text.split('\n').length).toBeLessThanOrEqual(41)
        expect(lines).toBeGreaterThan(0)
        expect(text).not.toMatch(/^[\uDC00-\uDFFF]/)
      }
    }),
  )
})

test('every search match is marked, even across a marker or the end of a chunk', () => {
  fc.assert(
    fc.property(contents, fc.constantFrom('<|', 'start', 'ferry <|', 'word word', '\n\n', '1 22'), (content, query) => {
      const places = [...content.text.matchAll(new RegExp(query.replaceAll('|', '\\|'), 'g'))].map(({ index }) => index)
      const chunks = promptChunks(content)
      const matches = matchesByChunk(chunks, places, query.length)
      const marked = chunks.flatMap((chunk, index) =>
        promptSegments(chunk, matches[index] ?? [], query.length).flatMap(({ pieces }) =>
          pieces.flatMap(({ text, match }) => (match === undefined ? [] : [{ at: chunk.start + match, text }])),
        ),
      )
      const whole = new Map<number, string>()
      for (const { at, text } of marked) whole.set(at, (whole.get(at) ?? '') + text)
      expect([...whole]).toEqual(places.map((at) => [at, query]))
    }),
  )
})
