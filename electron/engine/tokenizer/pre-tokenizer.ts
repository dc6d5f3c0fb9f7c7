import { z } from 'zod'
import type { Place } from './place.js'
import { splitPattern } from './split-pattern.js'

/** Cuts text into stretches that are merged separately. */
export type Cut = (text: string, place: Place) => Iterable<string>

/** The pattern of GPT-2, which a `ByteLevel` step uses. */
const gpt2Pattern = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"

const byteLevel = z.looseObject({
  type: z.literal('ByteLevel'),
  add_prefix_space: z.boolean().default(true),
  use_regex: z.boolean().default(true),
})

const step = z.discriminatedUnion('type', [
  z
    .looseObject({
      type: z.literal('Split'),
      pattern: z.union([z.object({ Regex: z.string() }), z.object({ String: z.string() })]),
      behavior: z.string().default('Isolated'),
      invert: z.boolean().default(false),
    })
    // Both keep each match as a stretch; other behaviors would cut elsewhere.
    .refine(({ behavior, invert }) => behavior === (invert ? 'Removed' : 'Isolated')),
  z.looseObject({ type: z.literal('Digits'), individual_digits: z.boolean().default(false) }),
  byteLevel,
])

const byteLevelSteps = z.union([
  byteLevel.transform((only) => [only]),
  z
    .looseObject({ type: z.literal('Sequence'), pretokenizers: z.array(step).min(1) })
    // What follows the spelling of bytes would cut spelled text.
    .refine(({ pretokenizers: all }) => all.findIndex(({ type }) => type === 'ByteLevel') === all.length - 1)
    .transform(({ pretokenizers }) => pretokenizers),
])

const metaspace = z.looseObject({
  type: z.literal('Metaspace'),
  replacement: z.literal('▁'),
  prepend_scheme: z.enum(['always', 'first', 'never']).default('always'),
  split: z.boolean().default(true),
})

/** How a file cuts text: byte by byte, or in characters with `▁` for a space (null without a step of its own). */
const preTokenizer = z.union([
  byteLevelSteps.transform((steps) => ({ kind: 'bytes', steps }) as const),
  metaspace.transform((space) => ({ kind: 'characters', space }) as const),
  z.null().transform(() => ({ kind: 'characters', space: undefined }) as const),
])

export type PreTokenizer = z.infer<typeof preTokenizer>
export type Metaspace = z.infer<typeof metaspace>

/** Throws `ZodError` for a step that Parley doesn't know. */
export function readPreTokenizer(json: unknown): PreTokenizer {
  return preTokenizer.parse(json ?? null)
}

/** Throws `SyntaxError` for an invalid pattern. */
export function cutByBytes(steps: (PreTokenizer & { kind: 'bytes' })['steps']): Cut {
  return inSequence(steps.flatMap(cutsOf))
}

function cutsOf(each: z.infer<typeof step>): readonly Cut[] {
  switch (each.type) {
    case 'Split': {
      const { pattern } = each
      const source = 'Regex' in pattern ? pattern.Regex : pattern.String.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
      return [each.invert ? matchesOf(splitPattern(source)) : isolating(splitPattern(source))]
    }
    case 'Digits':
      return [isolating(each.individual_digits ? /\p{N}/gu : /\p{N}+/gu)]
    case 'ByteLevel':
      return [
        ...(each.add_prefix_space ? [withSpace] : []),
        // The pattern matches every text.
        ...(each.use_regex ? [matchesOf(splitPattern(gpt2Pattern))] : []),
      ]
  }
}

function* withSpace(text: string, place: Place): Iterable<string> {
  yield place === 'inside' || text.startsWith(' ') ? text : ` ${text}`
}

/** Keeps what the pattern matches, and drops what is between. */
export function matchesOf(pattern: RegExp): Cut {
  return function* (text) {
    for (const [match] of text.matchAll(pattern)) yield match
  }
}

/** Keeps each match, and each text between two of them. */
export function isolating(pattern: RegExp): Cut {
  return function* (text) {
    let at = 0
    for (const { 0: match, index } of text.matchAll(pattern)) {
      if (match === '') continue
      if (index > at) yield text.slice(at, index)
      yield match
      at = index + match.length
    }
    if (at < text.length) yield text.slice(at)
  }
}

function inSequence([first, ...others]: readonly Cut[]): Cut {
  if (first === undefined) return (text) => [text]
  if (others.length === 0) return first
  const next = inSequence(others)
  return function* (text, place) {
    let placeOfPiece = place
    for (const piece of first(text, place)) {
      yield* next(piece, placeOfPiece)
      // Each piece of a text gets its own space.
      placeOfPiece = 'after-token'
    }
  }
}
