import type { ErrorCode } from './errors.js'

/**
 * A place in a conversation before which the model sees nothing, or a summary in its place. It holds on every path that
 * goes through `messageId`; the last one of a path counts, and a summary stays until a later fold takes it in.
 */
export interface Cut {
  readonly id: string
  readonly conversationId: string
  /** The last message that the model no longer sees, with all before it. */
  readonly messageId: string
  readonly createdAt: number
  readonly kind: 'dropped' | 'folded'
  /** Of a fold: what the model is given instead; grows while it is `writing`. Empty for what was dropped. */
  readonly summary: string
  /** The model did not come to the summary's end, twice: its last sentence may lack what was to come. */
  readonly isShortened?: boolean
  /** A cut counts only when it is `done`. */
  readonly state: 'waiting' | 'writing' | 'done' | 'failed'
  readonly error?: { readonly code: ErrorCode; readonly message: string }
}

/** Tokens of the next prompt, piece by piece. */
export interface ContextCount {
  /** All of the prompt: the pieces below and what harmony puts around them. */
  readonly used: number
  /** The model's context length. */
  readonly available: number
  /** What a reply needs at least: `used + reserve > available` does not fit. */
  readonly reserve: number
  readonly pieces: {
    /** System message and instructions. */
    readonly instructions: number
    /** The summary that stands for folded turns. */
    readonly summary: number
    /** Messages and replies that the model sees. */
    readonly messages: number
    /** Summaries of documents among them. */
    readonly documents: number
    readonly draft: number
  }
  /** Present when it does not fit. */
  readonly overflow?: ContextOverflow
}

/** What can be done about a prompt that does not fit. */
export interface ContextOverflow {
  /** Tokens over what there is room for. */
  readonly tokens: number
  /** How many of the oldest messages would go; 0: what is new is too long by itself. */
  readonly dropMessages: number
  /** Tokens that this makes free. */
  readonly dropFrees: number
  readonly foldMessages: number
  /** At least: the summary may be shorter than it may be. */
  readonly foldFrees: number
}

/** Tokens that a prompt must leave for its reply. */
export const replyReserve = (contextLength: number, maxTokens: number | null): number =>
  Math.min(256, Math.floor(contextLength / 8), maxTokens ?? Number.POSITIVE_INFINITY)

/** A prompt as the model is told it. */
export interface ShownPrompt {
  readonly tokens: readonly number[]
  /** The same with harmony's markers spelled out. */
  readonly text: string
  /** Every marker, in order. What a message spells in the same way is none: the model reads it as ordinary text. */
  readonly markers: readonly PromptMarker[]
}

/** A marker of harmony's in a prompt: one token. */
export interface PromptMarker {
  /** Of its characters in the text; `end` is the first one behind it. */
  readonly start: number
  readonly end: number
  /** Which of the tokens it is. */
  readonly token: number
}
