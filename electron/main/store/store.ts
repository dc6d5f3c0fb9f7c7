import type {
  AssistantMessage,
  Conversation,
  DocumentMessage,
  Message,
  ReplyState,
  ReplyStatistics,
  SearchHit,
  UserMessage,
} from '../../../contract/chat.js'
import type { ErrorCode } from '../../../contract/errors.js'
import type { Jobs } from './jobs.js'

/**
 * Everything that Parley keeps. Calls are synchronous (SQLite in main, rows by the dozen). A write that returned is on
 * the disk, except `appendReply`, which may lose its last second to a power cut but nothing to a killed process.
 * Throws `AppError` with `not-found`, `disk-full` or `store-damaged`; a call that threw changed nothing.
 */
export interface Store {
  readonly conversations: Conversations
  readonly messages: Messages
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
  create(title: string): Conversation
  rename(id: string, title: string): Conversation
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
}

/** Messages form a tree; a conversation's chosen leaf names the path that is shown. Nothing is overwritten. */
export interface Messages {
  get(id: string): Message
  /** From the first message to the chosen leaf. */
  path(conversationId: string): readonly Message[]
  /** The user's message and its empty reply in one transaction, at the end of the chosen path. */
  addExchange(conversationId: string, text: string, model: string): { user: UserMessage; reply: AssistantMessage }
  /** Another version of a reply: a sibling of `messageId`, which becomes the chosen leaf. */
  addVersion(messageId: string, model: string): AssistantMessage
  addDocument(conversationId: string, jobId: string): DocumentMessage
  /** Appends to a reply that is being made. */
  appendReply(id: string, channel: 'answer' | 'reasoning', text: string): void
  /** Folds the appended chunks into the message and commits its end. */
  finishReply(id: string, end: ReplyEnd): AssistantMessage
  /** Replies without an end: at start, those that a death of the app interrupted. */
  unfinished(): readonly AssistantMessage[]
}

export interface Drafts {
  /** `null` is the draft of the conversation that is not begun yet. */
  load(conversationId: string | null): string
  save(conversationId: string | null, text: string): void
}
