import type { Conversation, SearchHit } from './chat.js'
import type { DocumentFile, DocumentPage } from './documents.js'
import type { EngineStatus } from './models.js'

/** What a window remembers about itself across restarts. */
export interface ViewState {
  readonly conversationId: string | null
  readonly sidebarOpen: boolean
  /** CSS pixels, 200 to 360. */
  readonly sidebarWidth: number
  /** Per cent, 85 to 150. */
  readonly textScale: number
}

/** A window asks main, one answer. Every failure is a `Result` with a code (errors.ts). */
export interface Requests {
  /** Newest first, without the trash. */
  listConversations(): Promise<readonly Conversation[]>
  /** Newest first. */
  listTrash(): Promise<readonly Conversation[]>
  searchConversations(query: string): Promise<readonly SearchHit[]>
  /**
   * Commits the message and an empty reply to the store, then starts or queues the run.
   * `conversationId` null begins a conversation. Fails with `too-long`, `not-found`, `disk-full`.
   */
  sendMessage(conversationId: string | null, text: string): Promise<{ conversationId: string; messageId: string }>
  /** Stops the reply that is being made or waits; its text stays. */
  stopReply(conversationId: string): Promise<void>
  /** Makes another version of a reply. */
  regenerateReply(messageId: string): Promise<void>
  renameConversation(id: string, title: string): Promise<void>
  trashConversation(id: string): Promise<void>
  restoreConversation(id: string): Promise<void>
  /** Asks in a native dialog first; answers whether the trash was emptied. */
  emptyTrash(): Promise<boolean>
  /** Keeps unsent text; null is the draft of a conversation that is not begun. */
  saveDraft(conversationId: string | null, text: string): Promise<void>
  loadDraft(): Promise<string>
  /** Begins one summary job per file. A file that can't be taken is named in `refused`. */
  addDocuments(
    conversationId: string | null,
    files: readonly DocumentFile[],
  ): Promise<{ conversationId: string | null; refused: readonly { name: string; message: string }[] }>
  /** The same with files from the native open dialog; `null` when it was cancelled. */
  pickDocuments(
    conversationId: string | null,
  ): Promise<{ conversationId: string | null; refused: readonly { name: string; message: string }[] } | null>
  pauseJob(jobId: string): Promise<void>
  resumeJob(jobId: string): Promise<void>
  readPage(jobId: string, page: number): Promise<DocumentPage>
  /** The last `engineStatus`. */
  getEngineStatus(): Promise<EngineStatus>
  /** Starts the engine again after `failed`. */
  restartEngine(): Promise<void>
  copyText(text: string): Promise<void>
  /** Shows the whole address in a dialog, then opens it in the browser. https and mailto only. */
  openLink(url: string): Promise<void>
  loadView(): Promise<ViewState>
  saveView(view: ViewState): Promise<void>
}

export const requestNames = {
  listConversations: true,
  listTrash: true,
  searchConversations: true,
  sendMessage: true,
  stopReply: true,
  regenerateReply: true,
  renameConversation: true,
  trashConversation: true,
  restoreConversation: true,
  emptyTrash: true,
  saveDraft: true,
  loadDraft: true,
  addDocuments: true,
  pickDocuments: true,
  pauseJob: true,
  resumeJob: true,
  readPage: true,
  getEngineStatus: true,
  restartEngine: true,
  copyText: true,
  openLink: true,
  loadView: true,
  saveView: true,
} satisfies Record<keyof Requests, true>
