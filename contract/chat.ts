import type { ErrorCode } from './errors.js'

/** Times are milliseconds since 1970; ids are opaque strings. */
export interface Conversation {
  readonly id: string
  readonly title: string
  readonly createdAt: number
  /** Of the last message or job: the sidebar's order. */
  readonly updatedAt: number
  /** Set while the conversation lies in the trash. */
  readonly trashedAt?: number
  /** A reply or a document job is being made. */
  readonly isBusy: boolean
  /** A reply ended since the conversation was last open in a window. */
  readonly isUnread: boolean
}

/** How far a reply has come. The last three are final. */
export type ReplyState = 'waiting' | 'reading' | 'thinking' | 'writing' | 'done' | 'stopped' | 'failed'

export interface ReplyStatistics {
  readonly promptTokens: number
  /** Of these, how many came from the prompt cache. */
  readonly cachedTokens: number
  readonly replyTokens: number
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  readonly endReason: 'stop' | 'length' | 'cancelled'
}

interface MessageBase {
  readonly id: string
  readonly conversationId: string
  /** The message that this one answers or follows; `null` for a first message. Siblings are versions. */
  readonly parentId: string | null
  readonly createdAt: number
}

export interface UserMessage extends MessageBase {
  readonly role: 'user'
  readonly text: string
}

export interface AssistantMessage extends MessageBase {
  readonly role: 'assistant'
  /** The answer: harmony's final channel. Never holds reasoning or markers. */
  readonly text: string
  /** Harmony's analysis channel. */
  readonly reasoning: string
  /** Milliseconds from the first reasoning token to the first answer token. */
  readonly reasoningMs?: number
  readonly state: ReplyState
  /** Why the reply failed; only in state `failed`. */
  readonly error?: { readonly code: ErrorCode; readonly message: string }
  readonly model: string
  readonly statistics?: ReplyStatistics
}

/** A document that was dropped or picked, and its summary job (see documents.ts). */
export interface DocumentMessage extends MessageBase {
  readonly role: 'document'
  readonly jobId: string
}

export type Message = UserMessage | AssistantMessage | DocumentMessage

/** A hit of a search: the conversation and the passage that matches. */
export interface SearchHit {
  readonly conversation: Conversation
  /** Plain text around the match; the matching stretches are `[start, end)` offsets into it. */
  readonly snippet: string
  readonly matches: readonly (readonly [number, number])[]
}
