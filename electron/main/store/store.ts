import type {
  AssistantMessage,
  Conversation,
  DocumentMessage,
  Message,
  ReasoningControl,
  Recipe,
  ReplyState,
  ReplyStatistics,
  SearchHit,
  UserMessage,
} from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import type { ErrorCode } from '../../../contract/errors.js'
import type { Model } from '../../../contract/models.js'
import type { Preset, ReplySettings, SavedPreset } from '../../../contract/settings.js'
import type { Jobs } from './jobs.js'

/**
 * Everything that Parley keeps. Calls are synchronous (SQLite in main, rows by the dozen). A write that returned is on
 * the disk, except `appendReply`, which may lose its last second to a power cut but nothing to a killed process.
 * Throws `AppError` with `not-found`, `disk-full` or `store-damaged`; a call that threw changed nothing.
 */
export interface Store {
  readonly conversations: Conversations
  readonly messages: Messages
  readonly cuts: Cuts
  readonly presets: Presets
  readonly jobs: Jobs
  readonly drafts: Drafts
  /** One transaction for all that `work` writes: everything or nothing. */
  atomically<T>(work: () => T): T
  /** Sentences for the user about what happened when the store was opened: salvaged, restored, migrated. */
  readonly openingNotices: readonly string[]
  /**
   * Writes a copy into `backups/` and checks it, off this thread. Nothing to do when nothing has changed since the
   * last one. Never rejects; answers whether the newest state has a good copy.
   */
  backUp(): Promise<boolean>
  close(): void
}

export interface Conversations {
  /** Newest first, without the trash. */
  list(): readonly Conversation[]
  listTrash(): readonly Conversation[]
  get(id: string): Conversation
  /** With a title that is the first words of what it begins with. */
  create(title: string, settings?: ReplySettings): Conversation
  /** The user's own title, or the model's; the model's never replaces the user's. */
  rename(id: string, title: string, by: 'user' | 'model'): Conversation
  titleBy(id: string): 'words' | 'model' | 'user'
  /** Undefined for a conversation that has none of its own. */
  settings(id: string): ReplySettings | undefined
  setSettings(id: string, settings: ReplySettings): void
  trash(id: string): Conversation
  restore(id: string): Conversation
  /** Deletes what lies in the trash; answers the ids. */
  emptyTrash(): readonly string[]
  setUnread(id: string, isUnread: boolean): Conversation
  search(query: string, limit: number): readonly SearchHit[]
}

/** How a reply ended. */
export interface ReplyEnd {
  readonly state: Extract<ReplyState, 'done' | 'stopped' | 'failed'>
  readonly error?: { readonly code: ErrorCode; readonly message: string }
  readonly statistics?: ReplyStatistics
  readonly reasoningMs?: number
  /** The model that made it; absent when it did not come so far. */
  readonly model?: Pick<Model, 'id' | 'name'>
  /** Kept in the recipe. Absent: as the recipe has it. */
  readonly reasoningControl?: ReasoningControl
}

export interface Exchange {
  readonly user: UserMessage
  readonly reply: AssistantMessage
}

/** Messages form a tree; a conversation's chosen leaf names the path that is shown. Nothing is overwritten. */
export interface Messages {
  get(id: string): Message
  /** From the first message to the chosen leaf. */
  path(conversationId: string): readonly Message[]
  /** From the first message to the one that `messageId` follows. */
  before(messageId: string): readonly Message[]
  /** The user's message and its empty reply in one transaction, at the end of the chosen path. */
  addExchange(conversationId: string, text: string, model: string, recipe?: Recipe): Exchange
  /** Another version of a message of the user's, with an empty reply of its own. */
  editExchange(messageId: string, text: string, model: string, recipe: Recipe): Exchange
  /** Another version of a reply: a sibling of `messageId`, which becomes the chosen leaf. */
  addVersion(messageId: string, model: string, recipe?: Recipe): AssistantMessage
  /** Another version of a reply that begins with the text and the reasoning of `messageId` and waits for the rest. */
  addContinuation(messageId: string, model: string, recipe: Recipe): AssistantMessage
  /** Another version of a reply, as the user wrote it. */
  editReply(messageId: string, text: string): AssistantMessage
  /** A reply that failed before anything of it came waits again: an empty version would be of no use. */
  restartReply(messageId: string, model: string, recipe: Recipe): AssistantMessage
  /** The recipe of a reply that waits has it begin with the answer from now on. */
  skipReasoning(messageId: string): void
  /** The version whose text a reply began with. */
  continuedFrom(messageId: string): AssistantMessage | undefined
  /** Shows this version, and below it what was last shown there. */
  choose(messageId: string): void
  addDocument(conversationId: string, jobId: string): DocumentMessage
  /** Appends to a reply that is being made. */
  appendReply(id: string, channel: 'answer' | 'reasoning', text: string): void
  /** Folds the appended chunks into the message and commits its end. */
  finishReply(id: string, end: ReplyEnd): AssistantMessage
  /** Replies without an end: at start, those that a death of the app interrupted. */
  unfinished(): readonly AssistantMessage[]
}

/** How a fold ended. */
export type CutEnd =
  | { readonly state: 'done'; readonly summary: string; readonly isShortened?: boolean }
  | { readonly state: 'failed'; readonly error: { readonly code: ErrorCode; readonly message: string } }

export interface Cuts {
  get(id: string): Cut
  ofConversation(conversationId: string): readonly Cut[]
  /** What is dropped is `done` at once; a fold is `waiting` for its summary. */
  add(conversationId: string, messageId: string, kind: Cut['kind']): Cut
  finish(id: string, end: CutEnd): Cut
  setSummary(id: string, summary: string): Cut
  remove(id: string): void
  /** Puts back a fold that was done and removed, with its summary. */
  restore(cut: Cut): Cut
  /** Folds without an end: at start, those that a death of the app interrupted. */
  unfinished(): readonly Cut[]
}

export interface Presets {
  /** By name. */
  list(): readonly Preset[]
  /** Takes the place of one that has the name: the same letters, in whatever case and however they are encoded. */
  save(name: string, settings: ReplySettings): SavedPreset
  /** Throws `refused` when another one has the name. */
  rename(id: string, name: string): void
  remove(id: string): void
}

export interface Drafts {
  /** `null` is the draft of the conversation that is not begun yet. */
  load(conversationId: string | null): string
  save(conversationId: string | null, text: string): void
}
