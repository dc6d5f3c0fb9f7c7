import type { Verdict } from './content-filter.js'
import type { AddedDocument, DocumentView } from './documents.js'
import type { Continuation } from './engine.js'
import type { ErrorCode } from './errors.js'
import type { Claims, SignOff } from './reviews.js'
import type { ReplySettings } from './settings.js'

/** Times are milliseconds since 1970; ids are opaque strings. */
export interface Conversation {
  readonly id: string
  readonly title: string
  /** Time of the last message or document job. Orders the sidebar. */
  readonly updatedAt: number
  /** Set while the conversation is in the trash. */
  readonly trashedAt?: number
  /** The folder that it stands in, if any. */
  readonly folderId?: string
  /** Stands above all others. */
  readonly isPinned?: boolean
  /** Put away: only in the Archive, and found by a search. */
  readonly isArchived?: boolean
  /** A reply or a document job is being made. */
  readonly isBusy: boolean
  /** A reply ended since the conversation was last open in a window. */
  readonly isUnread: boolean
  /** Makes the next reply, with the name that it had when it was chosen. Absent: the model of new conversations does. */
  readonly model?: ModelName
  /** The model was chosen in the conversation, so that it wins over that of a project. */
  readonly ownsModel?: boolean
}

const temporaryPrefix = 'temporary-'

/** A new id of a temporary conversation, or of something in one, from another new id. */
export const temporaryId = (id: string) => temporaryPrefix + id

/** Whether this is a temporary conversation, or in one: main keeps it in memory only. */
export const isTemporary = (id: string | null): boolean => id?.startsWith(temporaryPrefix) === true

/** The id that it has once it is kept. */
export const keptId = (id: string): string => (isTemporary(id) ? id.slice(temporaryPrefix.length) : id)

/** A model as it is remembered: it may have left the list of models since. */
export interface ModelName {
  readonly id: string
  readonly name: string
}

/** Where a list goes on: after this conversation. */
export type ListPlace = Pick<Conversation, 'id' | 'updatedAt'>

/** A request for a list returns at most as many, because main answers no window meanwhile. */
export const maxListed = 500

/** A transcript begins with as many messages, its last ones, because main reads and the window draws them at once. */
export const firstPageLength = 40

/** A request for messages names at most as many, for the same reason as `maxListed`. */
export const maxLoadedMessages = 100

/** What was written for a conversation that has not begun. */
export interface NewDraft {
  readonly text: string
  /** Also those of projects. */
  readonly documents: readonly AddedDocument[]
  /** Absent where they are the defaults. */
  readonly settings?: ReplySettings
}

/** The progress of a reply; in `checking`, the content filter reads it or its question. The last three states are final. */
export type ReplyState = 'waiting' | 'reading' | 'reasoning' | 'writing' | 'checking' | 'done' | 'stopped' | 'failed'

export interface ReplyStatistics {
  /** Tokens of the whole prompt. */
  readonly promptTokens: number
  /** Part of `promptTokens`: those from the prompt cache. */
  readonly cachedTokens: number
  /** Reasoning and answer. */
  readonly replyTokens: number
  /** Part of `replyTokens`. */
  readonly reasoningTokens: number
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  readonly endReason: 'stop' | 'length' | 'cancelled'
  /** How many first tokens of the continued reasoning were left out to make room for the answer. */
  readonly leftOutTokens?: number
  /** The model broke its format: text came in place of a header, or a mark where there is none. */
  readonly isMalformed?: boolean
}

/** Who ended the reasoning: the model, or the user before it began (`skipped`) or during it (`ended-by-user`). */
export type ReasoningControl = 'model' | 'skipped' | 'ended-by-user'

/** All that a reply was made from: the same model makes the same reply from it again. */
export interface Recipe extends Omit<ReplySettings, 'seed'> {
  readonly seed: number
  /** The date in the prompt, YYYY-MM-DD. */
  readonly date: string
  readonly told: PriorContext
  /** The model that made the reply, or should make it. */
  readonly modelId?: string
  /** The channel that a continuation starts in. */
  readonly opening?: Continuation['channel']
  /** The model reads all of the documents that don't fit, part by part, before it answers. */
  readonly readsAll?: true
  /** `skipped`: the reply starts with the answer, whatever `opening` says. */
  readonly reasoningControl: ReasoningControl
}

/** How a reply saw the messages before it. Kept, because cuts and summaries change later; messages never do. */
export interface PriorContext {
  /** The last hidden message: the reply saw neither it nor any message before it. */
  readonly afterId: string | null
  /** The summary in place of the hidden messages. */
  readonly summary: string | null
  /** The document jobs that had a summary by then. */
  readonly jobIds: readonly string[]
  /** Decided when the reply begins, because its documents may have to be read first. */
  readonly documents?: readonly SeenDocument[]
  /** The answers of batches as the reply saw them, by the id of their message; later a batch may have more. */
  readonly batches?: Readonly<Record<string, string>>
  /** The messages that the content filter held then: the reply did not see them. */
  readonly heldIds?: readonly string[]
}

/** What a reply saw of a document. Those of one reply have the numbers in which its prompt names them: from 1, if there are several. */
export type SeenDocument = DocumentView & {
  readonly documentId: string
  /** The message before whose text it stands in the prompt. */
  readonly messageId: string
}

/** The position of a message among its versions. Present when there is more than one. */
export interface Versions {
  /** Counts from 1, oldest first. */
  readonly index: number
  readonly count: number
  readonly previousId?: string
  readonly nextId?: string
}

interface MessageBase {
  readonly id: string
  readonly conversationId: string
  /** The message before this one; `null` for a first message. Siblings are versions. */
  readonly parentId: string | null
  /** When the message was sent, or the reply was asked for. Absent for what no store has. */
  readonly createdAt?: number
  readonly versions?: Versions
  /** Absent where the content filter has nothing to do with it. */
  readonly verdict?: Verdict
}

export interface UserMessage extends MessageBase {
  readonly role: 'user'
  /** Empty when it only asks for summaries of its documents. */
  readonly text: string
  /** The documents that were sent with it; absent when there are none. */
  readonly documentIds?: readonly string[]
  /** Its text is asked about each document or row by itself; a batch has the answers (see batch.ts). */
  readonly isBatch?: boolean
}

export interface AssistantMessage extends MessageBase {
  readonly role: 'assistant'
  /** The answer: without reasoning. Never holds reasoning or markers. Both are empty while the content filter holds them. */
  readonly text: string
  /** What the model thought before the answer. */
  readonly reasoning: string
  /** Milliseconds from the first reasoning token to the first answer token. */
  readonly reasoningMs?: number
  /** Present while the model reasons: the start time and the tokens so far. */
  readonly reasoningProgress?: { readonly since: number; readonly tokens: number }
  readonly state: ReplyState
  /** Why the reply failed; only in state `failed`. */
  readonly error?: { readonly code: ErrorCode; readonly message: string }
  readonly model: string
  /** The model that began the reply, if `model` is another one that continued it. */
  readonly begunBy?: string
  readonly statistics?: ReplyStatistics
  /** Absent for a text that the user wrote. */
  readonly recipe?: Recipe
  /** The user wrote this version of the reply, or the text that it continues. */
  readonly isEdited?: boolean
  /** Of this version alone. */
  readonly signOff?: SignOff
  /** What is to be looked up in this version. */
  readonly claims?: Claims
}

type Made = Pick<AssistantMessage, 'recipe' | 'statistics'>

/** The reply ended at the token limit of its settings, not at the end of the context. */
export function metOwnLimit({ recipe, statistics }: Made): boolean {
  const limit = recipe?.maxTokens ?? null
  return statistics?.endReason === 'length' && limit !== null && statistics.replyTokens >= limit
}

/**
 * Whether the same model gives the same text for the same seed. Not after the user ended the reasoning, because the recipe
 * does not store at which token.
 */
export function isRepeatable({ recipe }: Pick<Made, 'recipe'>): boolean {
  return recipe !== undefined && recipe.reasoningControl !== 'ended-by-user'
}

/** The summary of a document (see documents.ts). */
export interface DocumentMessage extends MessageBase {
  readonly role: 'document'
  readonly jobId: string
}

export type Message = UserMessage | AssistantMessage | DocumentMessage

/** A search result: the conversation and the matching passage. */
export interface SearchHit {
  readonly conversation: Conversation
  /** The message with the passage, in its shown version. Absent when the title matches. */
  readonly messageId?: string
  /** The time of the message; for a title, of the conversation. */
  readonly at: number
  /** Plain text around the match; the matches are `[start, end)` offsets into it. */
  readonly snippet: string
  readonly matches: readonly (readonly [number, number])[]
  /** The passage is in what the model thought. */
  readonly isInReasoning?: true
  /** The passage is in a document that the message has. */
  readonly page?: FoundPage
}

/** A passage of a document that a search found. */
export interface FoundPage {
  readonly documentId: string
  readonly documentName: string
  readonly page: number
  /** What is printed as the page's name. */
  readonly label?: string
  /** From 1. */
  readonly passage: number
}

/** A message of a conversation that has what is searched, and its place among all of them there. */
export interface Passage extends Pick<SearchHit, 'snippet' | 'matches'> {
  readonly messageId: string
  /** From 1. */
  readonly place: number
  readonly count: number
}

export interface SearchResult {
  readonly hits: readonly SearchHit[]
  /** When nothing was found: a query that finds something and is at most one letter in each word away. */
  readonly suggestion?: string
  /** Older conversations may be missing, because their texts are not indexed yet. */
  readonly isPartial: boolean
}
