import type { Continuation } from './engine.js'
import type { ErrorCode } from './errors.js'
import type { ReplySettings } from './settings.js'

/** Times are milliseconds since 1970; ids are opaque strings. */
export interface Conversation {
  readonly id: string
  readonly title: string
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
  /** The whole prompt. */
  readonly promptTokens: number
  /** Of these, how many came from the prompt cache. */
  readonly cachedTokens: number
  /** Thinking and answer. */
  readonly replyTokens: number
  /** Of these, the thinking. */
  readonly reasoningTokens: number
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  readonly endReason: 'stop' | 'length' | 'cancelled'
  /** Of the thinking that it went on from: the first tokens, which were left out so that the answer had room. */
  readonly leftOutTokens?: number
  /** The model broke harmony's format: some of the text stood where a header should have been. */
  readonly isMalformed?: boolean
}

/** Who decided how much the model reasons: the model itself, or the user, who had it answer before it began or in its midst. */
export type ReasoningControl = 'model' | 'skipped' | 'ended-by-user'

/** With what a reply was made: the same model makes the same reply of it again. */
export interface Recipe extends Omit<ReplySettings, 'seed'> {
  readonly seed: number
  /** The day that the prompt names, YYYY-MM-DD. */
  readonly date: string
  readonly told: PriorContext
  /** The model that made it, or was to make it. */
  readonly modelId?: string
  /** Where a reply that continues another one began. */
  readonly opening?: Continuation['channel']
  /** `skipped`: the reply begins with the answer, whatever `opening` says. */
  readonly reasoningControl: ReasoningControl
}

/** What a reply was told of the messages before it: these never change, what stands in their place may. */
export interface PriorContext {
  /** The last message that was left out, with all before it. */
  readonly afterId: string | null
  /** What stood in place of those that were left out. */
  readonly summary: string | null
  /** The document jobs that had their summary by then. */
  readonly jobIds: readonly string[]
}

/** Where a message stands among its versions. Present when there is more than one. */
export interface Versions {
  /** From 1, oldest first. */
  readonly index: number
  readonly count: number
  readonly previousId?: string
  readonly nextId?: string
}

interface MessageBase {
  readonly id: string
  readonly conversationId: string
  /** The message that this one answers or follows; `null` for a first message. Siblings are versions. */
  readonly parentId: string | null
  readonly versions?: Versions
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
  /** While it thinks: since when, and how many tokens so far. */
  readonly thinking?: { readonly since: number; readonly tokens: number }
  readonly state: ReplyState
  /** Why the reply failed; only in state `failed`. */
  readonly error?: { readonly code: ErrorCode; readonly message: string }
  readonly model: string
  /** The model that began what `model` went on with, where it was another one. */
  readonly begunBy?: string
  readonly statistics?: ReplyStatistics
  /** Absent for what the user wrote. */
  readonly recipe?: Recipe
  /** The user wrote this version of the reply, or what it goes on from. */
  readonly isEdited?: boolean
}

type Made = Pick<AssistantMessage, 'recipe' | 'statistics'>

/** It was cut by the limit of tokens that its settings gave it, and not by the end of the context. */
export function metOwnLimit({ recipe, statistics }: Made): boolean {
  const limit = recipe?.maxTokens ?? null
  return statistics?.endReason === 'length' && limit !== null && statistics.replyTokens >= limit
}

/**
 * The same model gives the same text for the same seed. Not where the user ended the reasoning in its midst: the recipe
 * does not know at which token.
 */
export function isRepeatable({ recipe }: Pick<Made, 'recipe'>): boolean {
  return recipe !== undefined && recipe.reasoningControl !== 'ended-by-user'
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
  /** The message that the passage is of: of several versions the one that is shown. Absent where the title matches. */
  readonly messageId?: string
  /** Plain text around the match; the matching stretches are `[start, end)` offsets into it. */
  readonly snippet: string
  readonly matches: readonly (readonly [number, number])[]
}
