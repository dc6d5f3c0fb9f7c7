import type {
  AssistantMessage,
  Conversation,
  DocumentMessage,
  ListPlace,
  Message,
  ModelName,
  NewDraft,
  Passage,
  ReasoningControl,
  Recipe,
  ReplyState,
  ReplyStatistics,
  SearchHit,
  SeenDocument,
  UserMessage,
} from '../../../contract/chat.js'
import type { Verdict } from '../../../contract/content-filter.js'
import type { Cut } from '../../../contract/context.js'
import type { ErrorCode } from '../../../contract/errors.js'
import type { Model } from '../../../contract/models.js'
import type { Folder, Placement } from '../../../contract/order.js'
import type { InheritedName } from '../../../contract/project.js'
import type { Claims, SignOff } from '../../../contract/reviews.js'
import type { SearchOrder } from '../../../contract/search-query.js'
import type { Preset, ReplySettings, SavedPreset } from '../../../contract/settings.js'
import type { Archive } from './archive/archive.js'
import type { StoredBatches } from './batches.js'
import type { StoredDocuments } from './documents.js'
import type { Findings } from './findings.js'
import type { Jobs } from './jobs.js'
import type { Queued } from './queued.js'
import type { Found } from './search/thread/messages.js'
import type { Tasks } from './tasks.js'
import type { TemporaryConversations } from './temporary/temporary-conversations.js'

/**
 * Everything that Parley stores. Calls are synchronous (SQLite in main, dozens of rows). A write is on the disk when it
 * returns, except `appendReply`: a power cut may lose its last second, a killed process loses nothing.
 * Throws `AppError` with `not-found`, `disk-full` or `store-damaged`; a call that throws changes nothing.
 */
export interface Store {
  readonly conversations: Conversations
  readonly messages: Messages
  readonly cuts: Cuts
  readonly presets: Presets
  readonly tasks: Tasks
  readonly folders: Folders
  readonly documents: StoredDocuments
  readonly findings: Findings
  readonly jobs: Jobs
  readonly batches: StoredBatches
  readonly drafts: Drafts
  readonly queued: Queued
  readonly archive: Archive
  readonly temporary: TemporaryConversations
  /** One transaction for everything that `work` writes; nothing is kept when `work` throws. */
  atomically<T>(work: () => T): T
  /** Sentences for the user about a recovery when the store was opened. */
  readonly openingNotices: readonly string[]
  /** It was recovered, or created anew, when it was opened: rows of what lies beside it may be lost. */
  readonly mayLackRows: boolean
  /**
   * Compares indexes with tables on another thread, when that is due: once a day, after an unclean end and after an error
   * that may come from damage. Rebuilds damaged indexes. Never rejects; returns a sentence for the user when something
   * was wrong, and what windows show may then be too little.
   */
  checkWhenDue(): Promise<string | undefined>
  /** Resolves when no check is running. */
  checkDone(): Promise<void>
  /** Whether a search finds everything. It does not while the search index is being filled, newest first. */
  isSearchComplete(): boolean
  /**
   * Fills the search index in slices, now and whenever damage empties it. Never rejects; resolves when it is complete, or
   * cannot be filled now. `onComplete` is called when it has become complete.
   */
  fillSearchIndex(onComplete?: () => void): Promise<void>
  /** Ends the thread that searches. Call before `close`. */
  stopSearching(): Promise<void>
  /**
   * Writes a copy to `backups/` and checks it, on another thread. Makes no copy when nothing has changed since the last
   * one. Never rejects; returns whether the newest state has a good copy.
   */
  backUp(): Promise<boolean>
  /** Leaves an empty WAL. A second call does nothing. */
  close(): void
}

/** A store before temporary conversations are added to it. */
export type StoreOnDisk = Omit<Store, 'temporary'>

export interface Conversations {
  /** Newest first, without the trash: all, or at most `limit` of those after `after`. */
  list(after?: ListPlace, limit?: number): readonly Conversation[]
  listTrash(after?: ListPlace, limit?: number): readonly Conversation[]
  get(id: string): Conversation
  /** `title` counts as taken from the first words, so that the model may replace it. */
  create(title: string, settings?: ReplySettings): Conversation
  /** A title by the model never replaces a title by the user. */
  rename(id: string, title: string, by: 'user' | 'model'): Conversation
  titleBy(id: string): 'words' | 'model' | 'user'
  /** Undefined when the conversation was started without settings. */
  settings(id: string): ReplySettings | undefined
  setSettings(id: string, settings: ReplySettings): void
  /** The settings that were chosen in the conversation itself; undefined when that is not known. */
  ownNames(id: string): readonly InheritedName[] | undefined
  setOwnNames(id: string, names: readonly InheritedName[]): void
  /** Null: the model of new conversations. */
  setModel(id: string, model: ModelName | null): Conversation
  trash(id: string): Conversation
  restore(id: string): Conversation
  idsInFolder(folderId: string): readonly string[]
  /** Changes all of them or, when one is missing, none. Throws `refused` for a folder that does not exist. */
  place(ids: readonly string[], placement: Placement): readonly Conversation[]
  /** Deletes every conversation in the trash permanently; returns their ids. */
  emptyTrash(): readonly string[]
  /** Deletes those of them permanently that are in the trash; returns their ids. */
  deleteTrashed(ids: readonly string[]): readonly string[]
  /** Ids of conversations that were trashed before this time. */
  trashedBefore(time: number): readonly string[]
  setUnread(id: string, isUnread: boolean): Conversation
  /** The query may have filters (contract/search-query.ts). */
  search(query: string, limit: number, order?: SearchOrder): readonly SearchHit[]
  /** The same, in a thread of its own or in short turns, and a suggestion when nothing is found. */
  searchApart(query: string, limit: number, order: SearchOrder, exceptId?: string): Promise<Found>
  /** The words by which `like:` finds what is like a message, the best first. In the thread, too. */
  tellingWords(messageId: string): Promise<readonly string[]>
  /** For a query that finds nothing: one that finds something, with words that are at most one letter away. */
  suggest(query: string): string | undefined
  /**
   * The message of a conversation that has the query, in any version, after `messageId` (`step` 1) or before it (-1), or
   * the first or the last one. After the last comes the first again. Undefined when no message has it.
   */
  nextPassage(conversationId: string, query: string, messageId: string | null, step: 1 | -1): Passage | undefined
}

/** How a reply ended. */
export interface ReplyEnd {
  readonly state: Extract<ReplyState, 'done' | 'stopped' | 'failed'>
  readonly error?: { readonly code: ErrorCode; readonly message: string }
  readonly statistics?: ReplyStatistics
  readonly reasoningMs?: number
  /** The model that wrote the reply; absent when no model started. */
  readonly model?: Pick<Model, 'id' | 'name'>
  /** Kept in the recipe; without it the recipe stays unchanged. */
  readonly reasoningControl?: ReasoningControl
}

export interface Exchange {
  readonly user: UserMessage
  readonly reply: AssistantMessage
}

/** Messages form a tree; the chosen leaf of a conversation defines the shown path. No message is overwritten. */
export interface Messages {
  get(id: string): Message
  /** From the first message to the chosen leaf. */
  path(conversationId: string): readonly Message[]
  /** The ids of `path`, which are read much faster than its messages. */
  pathIds(conversationId: string): readonly string[]
  /** Every message of a conversation with the one before it, in the order in which they were made. */
  links(conversationId: string): readonly { readonly id: string; readonly parentId: string | null }[]
  /** The messages with these ids that exist, in this order. */
  these(ids: readonly string[]): readonly Message[]
  /** The path to `messageId`, without that message. */
  before(messageId: string): readonly Message[]
  /** Adds the user's message and its empty reply in one transaction, at the end of the chosen path. */
  addExchange(conversationId: string, text: string, model: string, recipe?: Recipe): Exchange
  /** Adds a version of a user's message, with its own empty reply. */
  editExchange(messageId: string, text: string, model: string, recipe: Recipe): Exchange
  /** Adds an empty version of a reply, a sibling of `messageId`, and chooses it as the leaf. */
  addVersion(messageId: string, model: string, recipe?: Recipe): AssistantMessage
  /** Adds a version of a reply that starts with the text and reasoning of `messageId` and waits for the rest. */
  addContinuation(messageId: string, model: string, recipe: Recipe): AssistantMessage
  /** Adds a finished version of a reply with text by the user. */
  editReply(messageId: string, text: string): AssistantMessage
  /** Makes a reply that failed without text wait again, because an empty version is useless. */
  restartReply(messageId: string, model: string, recipe: Recipe): AssistantMessage
  /** Records in the recipe of a waiting reply that it begins with the answer. */
  skipReasoning(messageId: string): void
  /** The version that a reply continues; undefined when it continues none. */
  continuedFrom(messageId: string): AssistantMessage | undefined
  /** `null` takes it back. Throws `refused` for what is no finished reply with a text. */
  setSignOff(messageId: string, signOff: SignOff | null): AssistantMessage
  /** The same for the claims in it. */
  setClaims(messageId: string, claims: Claims | null): AssistantMessage
  /** Chooses this version, with the messages last shown below it. */
  choose(messageId: string): void
  /** Adds a message without a reply at the end of the chosen path: without a text it asks for summaries. */
  addRequest(conversationId: string, text?: string): UserMessage
  /** Adds a summary at the end of the chosen path. */
  addDocument(conversationId: string, jobId: string): DocumentMessage
  /** Adds a version of a summary: a sibling of `messageId`. */
  addDocumentVersion(messageId: string, jobId: string): DocumentMessage
  /** Records in the recipe of a waiting reply what it sees of documents. */
  setDocumentViews(messageId: string, views: readonly SeenDocument[]): void
  /** Records what the content filter decided. A reply that is held then has no text, also for a search, until it no longer is. Null: nothing. */
  setVerdict(messageId: string, verdict: Verdict | null): Message
  /** The whole text of a message, also of a reply that is held: for the filter alone. */
  heldText(messageId: string): { readonly text: string; readonly reasoning: string }
  /** Messages on which a decision is due; at startup, those that a crash left unchecked. */
  awaitingVerdict(): readonly Message[]
  /** Appends to an unfinished reply. */
  appendReply(id: string, channel: 'answer' | 'reasoning', text: string): void
  /** Joins the appended chunks into the message and commits its end. */
  finishReply(id: string, end: ReplyEnd): AssistantMessage
  /** Replies that have not ended; at startup, those that a crash interrupted. */
  unfinished(): readonly AssistantMessage[]
}

/** How a fold ended. */
export type CutEnd =
  | { readonly state: 'done'; readonly summary: string; readonly isShortened?: boolean }
  | { readonly state: 'failed'; readonly error: { readonly code: ErrorCode; readonly message: string } }

export interface Cuts {
  get(id: string): Cut
  ofConversation(conversationId: string): readonly Cut[]
  /** A dropped cut is `done` at once; a folded one is `waiting` for its summary. */
  add(conversationId: string, messageId: string, kind: Cut['kind']): Cut
  finish(id: string, end: CutEnd): Cut
  setSummary(id: string, summary: string): Cut
  remove(id: string): void
  /** Restores a finished cut that was removed, with its summary. */
  restore(cut: Cut): Cut
  /** Folds that have not ended; at startup, those that a crash interrupted. */
  unfinished(): readonly Cut[]
}

export interface Folders {
  /** Sorted by name. */
  list(): readonly Folder[]
  /** Adds the folder or replaces the one with its id. Throws `refused` when its parent can't hold it. */
  save(folder: Folder): void
  /** Conversations and folders in it then stand in none. */
  remove(id: string): void
  /** The folder that a conversation is in, and the one around that. */
  chainOf(conversationId: string): readonly Folder[]
}

export interface Presets {
  /** Sorted by name. */
  list(): readonly Preset[]
  /** Replaces a preset with the same name; case and Unicode encoding make no difference. */
  save(name: string, settings: ReplySettings): SavedPreset
  /** Throws `refused` when another preset has the name. */
  rename(id: string, name: string): void
  remove(id: string): void
}

export interface Drafts {
  /** `null` means the draft of a conversation that does not exist yet. */
  load(conversationId: string | null): string
  save(conversationId: string | null, text: string, settings?: ReplySettings): void
  /** The draft of a conversation that does not exist yet, with its settings. */
  loadNew(): Omit<NewDraft, 'documents'>
  /** The unfinished edits of a conversation, by the id of the message or the cut. */
  edits(conversationId: string): Readonly<Record<string, string>>
  /** Keeps the text with the conversation of the message or the cut; `null` removes the edit. */
  saveEdit(targetId: string, text: string | null): void
}
