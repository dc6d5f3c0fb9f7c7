import type { Conversation, SearchHit } from './chat.js'
import type { ContextCount, Cut, ShownPrompt } from './context.js'
import type { AddedDocuments, DocumentFile, DocumentPage } from './documents.js'
import type { Effort } from './engine.js'
import type { EngineStatus, KnownModel, ModelChoice } from './models.js'
import type { QueueEntry } from './queue.js'
import type { Preset, ReplySettings, SavedPreset, Settings } from './settings.js'
import type { ViewState } from './view.js'

/** A window asks main, one answer. Every failure is a `Result` with a code (errors.ts). */
export interface Requests {
  /** Newest first, without the trash. */
  listConversations(): Promise<readonly Conversation[]>
  /** Newest first. */
  listTrash(): Promise<readonly Conversation[]>
  searchConversations(query: string): Promise<readonly SearchHit[]>
  /**
   * Commits the message and an empty reply to the store, then starts or queues the run.
   * `conversationId` null begins a conversation, with `settings` or the defaults. Fails with `too-long`, `not-found`,
   * `disk-full`. When the prompt does not fit, the reply fails with `context-full` and nothing is generated; then
   * `countContext`, `dropOldest` and `foldOldest` help.
   */
  sendMessage(
    conversationId: string | null,
    text: string,
    settings?: ReplySettings,
  ): Promise<{ conversationId: string; messageId: string }>
  /** Stops the reply that is being made or waits; its text stays. */
  stopReply(conversationId: string): Promise<void>
  /** Ends the thinking of the reply that is being made: the model answers from what it has. */
  answerNow(conversationId: string): Promise<void>
  /** Cancels what has the engine or waits for it: stops a reply, pauses a document, gives up a fold, a title
   * or a change of the model. */
  cancelRun(queueEntryId: string): Promise<void>
  getQueue(): Promise<readonly QueueEntry[]>
  /**
   * Makes another version of a reply with the conversation's settings, or with these instead ("try again with").
   * Another model stays the chosen one. Without `change` another seed is drawn also where the settings set one.
   */
  regenerateReply(
    messageId: string,
    change?: { readonly effort?: Effort; readonly temperature?: number | null; readonly modelId?: string },
  ): Promise<void>
  /**
   * "Reply again with the same seed": another version of what made this reply, which the same model answers with the
   * same text; it is chosen for that. Fails with `refused` when it is not known any more, or the user ended the thinking
   * in the middle.
   */
  repeatReply(messageId: string): Promise<void>
  /** Another version of a reply that begins with what there is and goes on: in the answer, or in cut-off thinking. */
  continueReply(messageId: string): Promise<void>
  /** Another version of a message: the user's own is answered again, a reply stands as it was written. */
  editMessage(messageId: string, text: string): Promise<{ messageId: string }>
  /** Shows this version, and below it the versions that were last shown there. */
  chooseVersion(messageId: string): Promise<void>
  setConversationSettings(conversationId: string, settings: ReplySettings): Promise<void>
  /**
   * Tokens of the next prompt with this draft; null while no model is loaded. `conversationId` null is the conversation
   * that is not begun yet, with `settings` or the defaults. Counts of messages are kept: a keystroke costs its draft.
   */
  countContext(conversationId: string | null, draft: string, settings?: ReplySettings): Promise<ContextCount | null>
  /**
   * The model sees no more of the oldest messages, as many as have to go for the prompt with this draft. A last
   * reply that failed with `context-full` is tried again. Fails with `too-long` when that is not enough.
   */
  dropOldest(conversationId: string, draft?: string): Promise<Cut>
  /** The model writes a summary that takes the place of the oldest messages; then as `dropOldest`. */
  foldOldest(conversationId: string, draft?: string): Promise<void>
  editCut(cutId: string, summary: string): Promise<void>
  /** The model sees again what was dropped or folded. Also gives up a fold that is being written. */
  undoCut(cutId: string): Promise<void>
  /** Puts a fold back that was undone since the start of the app, with its summary. Fails with `not-found`, `refused`. */
  restoreCut(cutId: string): Promise<void>
  /** What a reply was told; without `messageId` what the next one would be told. */
  showPrompt(conversationId: string, messageId?: string): Promise<ShownPrompt>
  /** Opens the window Settings, or brings it to the front. */
  openSettings(): Promise<void>
  /** As ⌘W does; a page that closes itself would lose what it has yet to save. */
  closeSettings(): Promise<void>
  /** The window Settings says how high its pane is, in CSS pixels, and becomes as high. */
  fitSettings(height: number): Promise<void>
  getSettings(): Promise<Settings>
  saveSettings(settings: Settings): Promise<void>
  listPresets(): Promise<readonly Preset[]>
  /** Takes the place of a preset that has the name, in whatever case; answers which one that was. */
  savePreset(name: string, settings: ReplySettings): Promise<SavedPreset>
  /** Fails with `refused` when another preset has the name. */
  renamePreset(id: string, name: string): Promise<void>
  deletePreset(id: string): Promise<void>
  renameConversation(id: string, title: string): Promise<void>
  trashConversation(id: string): Promise<void>
  restoreConversation(id: string): Promise<void>
  /** Asks in a native dialog first; answers whether the trash was emptied. */
  emptyTrash(): Promise<boolean>
  /** Keeps unsent text; null is the draft of a conversation that is not begun. */
  saveDraft(conversationId: string | null, text: string): Promise<void>
  loadDraft(): Promise<string>
  /**
   * Begins one summary job per file. A file that can't be taken is named in `refused`. `settings` are those of a
   * conversation that begins with it; absent: the defaults.
   */
  addDocuments(
    conversationId: string | null,
    files: readonly DocumentFile[],
    settings?: ReplySettings,
  ): Promise<AddedDocuments>
  /** The same with files from the native open dialog; `null` when it was cancelled. */
  pickDocuments(conversationId: string | null, settings?: ReplySettings): Promise<AddedDocuments | null>
  pauseJob(jobId: string): Promise<void>
  resumeJob(jobId: string): Promise<void>
  readPage(jobId: string, page: number): Promise<DocumentPage>
  /** The last `engineStatus`. */
  getEngineStatus(): Promise<EngineStatus>
  /** Loads the model after `failed` or `unloaded`. */
  loadModel(): Promise<void>
  /** Gives up a load, or frees the memory of the loaded model. A reply that is being made ends and keeps its text. */
  unloadModel(): Promise<void>
  /** Looks again which of them are there. */
  getModels(): Promise<ModelChoice>
  /**
   * Loads that model: at once, or when what was asked before is done. The one that is loaded already is loaded again
   * after `failed` or `unloaded`.
   */
  chooseModel(modelId: string): Promise<void>
  /**
   * Adds a folder from the native dialog, which is looked into first; one that is known already is answered as it is.
   * `null` when the dialog was cancelled. Fails with the `model-*` codes.
   */
  addModel(): Promise<KnownModel | null>
  /** Takes an added model off the list; its folder stays. Fails with `refused` while it is chosen or loaded. */
  removeModel(modelId: string): Promise<void>
  /** Puts back what was taken off the list since the start of the app. Fails with `not-found`, `refused`, `disk-full`. */
  restoreModel(modelId: string): Promise<void>
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
  answerNow: true,
  cancelRun: true,
  getQueue: true,
  regenerateReply: true,
  repeatReply: true,
  continueReply: true,
  editMessage: true,
  chooseVersion: true,
  setConversationSettings: true,
  countContext: true,
  dropOldest: true,
  foldOldest: true,
  editCut: true,
  undoCut: true,
  restoreCut: true,
  showPrompt: true,
  openSettings: true,
  closeSettings: true,
  fitSettings: true,
  getSettings: true,
  saveSettings: true,
  listPresets: true,
  savePreset: true,
  renamePreset: true,
  deletePreset: true,
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
  loadModel: true,
  unloadModel: true,
  getModels: true,
  chooseModel: true,
  addModel: true,
  removeModel: true,
  restoreModel: true,
  copyText: true,
  openLink: true,
  loadView: true,
  saveView: true,
} satisfies Record<keyof Requests, true>
