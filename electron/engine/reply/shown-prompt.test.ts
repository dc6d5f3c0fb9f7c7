import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PromptMessage } from '../../../contract/engine.js'
import { encodeSegments, promptText } from '../chat-format/segment.js'
import { renderContinuation } from '../harmony/continuation.js'
import { harmonyIds, harmonyMarkers } from '../harmony/markers.js'
import { type HarmonySegment, renderPrompt } from '../harmony/render.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { shownPrompt } from './shown-prompt.js'

const tokenizer = await Tokenizer.open(new URL('../../../native/tiny-model/model', import.meta.url).pathname)
const ids = harmonyIds((name) => tokenizer.specialId(name))
const encode = (segments: readonly HarmonySegment[]) =>
  encodeSegments(segments, ids, (text, maxTokens) => tokenizer.encode(text, maxTokens))

const words = fc
  .array(fc.oneof(fc.constantFrom(...harmonyMarkers, '<|', '|>', ' start', '\n'), fc.string({ unit: 'grapheme' })))
  .map((parts) => parts.join(''))
const messages = fc.array(fc.record({ role: fc.constantFrom('user' as const, 'assistant' as const), text: words }))
const segmentsOf = (
  sentMessages: readonly PromptMessage[],
  instructions: string,
  reasoning: string,
): HarmonySegment[] => [
  ...renderPrompt({ messages: sentMessages, instructions, effort: 'medium', date: '2026-11-23' }),
  ...renderContinuation({ channel: 'answer', reasoning, text: instructions }),
]

test('text that spells a marker is not reported as one, and every real marker is, with its text and its token', async () => {
  await fc.assert(
    fc.asyncProperty(messages, words, words, async (sentMessages, instructions, reasoning) => {
      const segments = segmentsOf(sentMessages, instructions, reasoning)
      const { tokens, text, markers } = await shownPrompt(segments, ids, (text) => tokenizer.encode(text))
      const expected = segments.flatMap((segment) => ('marker' in segment ? [segment.marker] : []))
      expect(markers.map(({ start, end }) => text.slice(start, end))).toEqual(expected)
      expect(markers.map(({ token }) => tokens[token])).toEqual(expected.map((marker) => ids[marker]))
      const special = new Set(Object.values(ids))
      expect(tokens.filter((id) => special.has(id))).toHaveLength(markers.length)
      expect(text).toBe(promptText(segments))
      expect(tokens).toEqual(await encode(segments))
    }),
  )
})
