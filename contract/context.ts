import type { ErrorCode } from './errors.js'

/**
 * Hides the oldest messages of a conversation from the model, or replaces them with a summary. A cut applies to every
 * path through `messageId`. The last cut of a path decides; a later fold includes an earlier summary.
 */
export interface Cut {
  readonly id: string
  readonly conversationId: string
  /** The last hidden message: the model sees neither it nor any message before it. */
  readonly messageId: string
  readonly createdAt: number
  readonly kind: 'dropped' | 'folded'
  /** A fold's text in place of the messages; grows in state `writing`. Empty when they were dropped. */
  readonly summary: string
  /** The summary reached the token limit twice and is cut after its last whole sentence. */
  readonly isShortened?: boolean
  /** A cut applies only when it is `done`. */
  readonly state: 'waiting' | 'writing' | 'done' | 'failed'
  readonly error?: { readonly code: ErrorCode; readonly message: string }
}

/** Tokens of the next prompt, by piece. */
export interface ContextCount {
  /** The whole prompt: the pieces below and the markers of its format around them. */
  readonly used: number
  /** The model's context length. */
  readonly available: number
  /** Minimum for a reply: the prompt does not fit when `used + reserve > available`. */
  readonly reserve: number
  readonly pieces: {
    /** System message and instructions. */
    readonly instructions: number
    /** The summary that replaces folded messages. */
    readonly summary: number
    /** Messages and replies that the model sees. */
    readonly messages: number
    /** Part of `messages`: documents, and summaries of them. */
    readonly documents: number
    /** The text in the composer, and the documents there that are read. */
    readonly draft: number
  }
  /** Present when the prompt does not fit. */
  readonly overflow?: ContextOverflow
}

/** How dropping or folding messages would make a prompt fit. */
export interface ContextOverflow {
  /** Tokens above the limit. */
  readonly tokens: number
  /** How many of the oldest messages to drop; 0 when dropping cannot make the prompt fit. */
  readonly dropMessages: number
  /** Tokens that dropping frees. */
  readonly dropFrees: number
  /** How many of the oldest messages to fold; 0 when folding cannot make the prompt fit. */
  readonly foldMessages: number
  /** Minimum of the tokens that folding frees: assumes the longest summary. */
  readonly foldFrees: number
}

/** Tokens that a prompt must leave for its reply. */
export const replyReserve = (contextLength: number, maxTokens: number | null): number =>
  Math.min(256, Math.floor(contextLength / 8), maxTokens ?? Number.POSITIVE_INFINITY)

/** A prompt exactly as the model reads it. */
export interface ShownPrompt {
  readonly tokens: readonly number[]
  /** The tokens as text, with its markers spelled out. */
  readonly text: string
  /** Every marker, in order. A message that spells a marker contains only ordinary text, so it adds none. */
  readonly markers: readonly PromptMarker[]
}

/** One token of a prompt that is a marker. */
export interface PromptMarker {
  /** Index of its first character in the text; `end` is the index after its last one. */
  readonly start: number
  readonly end: number
  /** Index of its token. */
  readonly token: number
}
