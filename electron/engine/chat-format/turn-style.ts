import type { Literal } from './literal.js'
import type { Segment } from './segment.js'

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
  /** The reasoning of a reply. A template drops it once the user has spoken again. */
  readonly reasoning?: string
}

export interface TurnPrompt {
  /** Replaces the template's own system message. */
  readonly instructions?: string
  readonly turns: readonly Turn[]
  /** YYYY-MM-DD */
  readonly date: string
}

/** What distinguishes one format of turns from another. A style is data and one function, without a vocabulary. */
export interface TurnStyle {
  /** For people: "ChatML". */
  readonly name: string
  /** The markers that the vocabulary must have. */
  readonly markers: readonly string[]
  /** Markers that are spelled as text if the vocabulary lacks them. */
  readonly otherMarkers?: readonly string[]
  /** True if the template writes the vocabulary's first token. */
  readonly hasBeginning?: boolean
  readonly messageEnd: string
  /** Tokens that end a reply too, if the vocabulary has them. */
  readonly stops?: readonly string[]
  /** What the name of a role stands between: markers, or the end of a line. */
  readonly header?: { readonly start: string; readonly end: string }
  /** Reasoning comes between `<think>` and `</think>`, if the model has any. */
  readonly reasoning?: Reasoning
  /** Renders everything before the reply. */
  render(prompt: TurnPrompt, literal: Literal): readonly Segment[]
  /** What opens a reply. */
  readonly opening: string
  /** What the template puts before the text of a reply, and the model too: it is not shown. */
  readonly beforeAnswer?: string
}

/** `optional`: the prompt can turn it off. `always`: the prompt itself opens it. `unasked`: the prompt says nothing of it. */
export type Reasoning = 'optional' | 'always' | 'unasked'

export const reasoningStart = '<think>'
export const reasoningEnd = '</think>'

/** Python's `str.strip()`, which a template's `trim` is. */
export function trim(text: string): string {
  return text.replace(leading, '').replace(trailing, '')
}

/** Python's `str.strip('\\n')`. */
export function trimLines(text: string): string {
  return text.replace(/^\n+/, '').replace(/(?<!\n)\n+$/, '')
}

const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const leading = new RegExp(`^${space}+`)
const trailing = new RegExp(`(?<!${space})${space}+$`)
