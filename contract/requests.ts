import type { Conversation, ListPlace, NewDraft, Passage, SearchResult } from './chat.js'
import type { Cloneable } from './cloneable.js'
import type { ContextCount, Cut, ShownPrompt } from './context.js'
import type {
  AddedDocuments,
  AnswerSources,
  DocumentFile,
  DocumentPage,
  DocumentPlace,
  DocumentStorage,
  GivenFiles,
  JobNotes,
  PageMark,
} from './documents.js'
import type { SuggestedModel } from './downloads.js'
import type { DrawnPage, DrawOptions } from './drawing.js'
import type { FoundPlaces } from './found-places.js'
import type { ExportFormat, ImportPreview, ImportReport } from './history.js'
import type { UndoNames } from './menu.js'
import type { EngineStatus, KnownModel, ModelChoice, OfferedModel } from './models.js'
import type { NetworkAttempt } from './network.js'
import type { OcrLanguage } from './ocr-languages.js'
import type { Folder, Placement } from './order.js'
import type { QueueEntry } from './queue.js'
import type { SearchOrder } from './search-query.js'
import type { Preset, ReplySettings, RetryChange, SavedPreset, Settings } from './settings.js'
import type { SummaryOptions } from './summary-forms.js'
import type { ViewState } from './view.js'

/** Calls from a window to main. Each returns once; every failure is a `Result` with a code (errors.ts). */
export interface Requests {
  /** Newest first, without those in the Trash: the first `maxListed`, or the next ones `after` a conversation. */
  listConversations(after?: ListPlace): Promise<readonly Conversation[]>
  /** The same for the Trash. */
  listTrash(after?: ListPlace): Promise<readonly Conversation[]>
  /** The query may have filters (search-query.ts). By `rank` unless it says otherwise. */
  searchConversations(query: string, order?: SearchOrder): Promise<SearchResult>
  /**
   * The message of a conversation that has the query, after the one with this id (`step` 1) or before it (-1); without one,
   * the first or the last. After the last comes the first again. `null` when no message has the query.
   */
  nextPassage(conversationId: string, query: string, messageId: string | null, step: 1 | -1): Promise<Passage | null>
  /**
   * Stores the message, with the documents in the composer, and an empty reply, then starts or queues the run.
   * `conversationId` null creates a conversation with `settings` or the defaults. Fails with `too-long`, `not-found`,
   * `disk-full`. When the prompt does not fit, the reply fails with `context-full` and nothing is generated;
   * `dropOldest` and `foldOldest` then make room.
   */
  sendMessage(
    conversationId: string | null,
    text: string,
    settings?: ReplySettings,
  ): Promise<{ conversationId: string; messageId: string }>
  /** Stops the run of a conversation, also a waiting one. The text of the reply stays. */
  stopReply(conversationId: string): Promise<void>
  /** Ends the reasoning of the current reply: the model writes its answer from the reasoning so far. */
  answerNow(conversationId: string): Promise<void>
  /** Cancels an entry of the queue: stops a reply, pauses a document, cancels a fold, a title or a model change. */
  cancelRun(queueEntryId: string): Promise<void>
  getQueue(): Promise<readonly QueueEntry[]>
  /**
   * Makes another version of a reply with the conversation's settings, changed by `change` ("try again with").
   * A `modelId` also becomes the chosen model. Without `change` the seed is random, even where the settings fix one.
   */
  regenerateReply(messageId: string, change?: RetryChange): Promise<void>
  /**
   * "Reply again with the same seed": makes another version from the prompt, seed and model of this reply, so that the
   * text is the same. The model becomes the chosen one. Fails with `refused` when the recipe or the model is not known,
   * or when the user ended the reasoning early.
   */
  repeatReply(messageId: string): Promise<void>
  /** Makes another version that starts with the text of a reply and continues its answer, or its reasoning if that was cut. */
  continueReply(messageId: string): Promise<void>
  /** Makes another version with this text. A user's message gets a new reply; an edited reply gets none. */
  editMessage(messageId: string, text: string): Promise<{ messageId: string }>
  /** Shows this version and, after it, the versions that were last shown there. */
  chooseVersion(messageId: string): Promise<void>
  setConversationSettings(conversationId: string, settings: ReplySettings): Promise<void>
  /**
   * Counts the tokens of the next prompt with this draft; null while no model is loaded. `conversationId` null means a
   * conversation that does not exist yet, with `settings` or the defaults. Only the draft is counted again on each call.
   */
  countContext(conversationId: string | null, draft: string, settings?: ReplySettings): Promise<ContextCount | null>
  /**
   * Hides as many of the oldest messages from the model as the prompt with this draft requires. Retries a last reply
   * that failed with `context-full`. Fails with `too-long` when that is not enough.
   */
  dropOldest(conversationId: string, draft?: string): Promise<Cut>
  /** Lets the model write a summary that replaces the oldest messages; otherwise as `dropOldest`. */
  foldOldest(conversationId: string, draft?: string): Promise<void>
  editCut(cutId: string, summary: string): Promise<void>
  /** Shows dropped or folded messages to the model again. Cancels a fold that is being written. */
  undoCut(cutId: string): Promise<void>
  /** Restores a fold that was undone since the app started, with its summary. Fails with `not-found`, `refused`. */
  restoreCut(cutId: string): Promise<void>
  /** Returns the prompt of a reply; without `messageId` the prompt of the next one. */
  showPrompt(conversationId: string, messageId?: string): Promise<ShownPrompt>
  /** Names Undo and Redo in the Edit menu. */
  nameUndo(names: UndoNames): Promise<void>
  /** Opens the Settings window, or brings it to the front. */
  openSettings(): Promise<void>
  /** Closes the Settings window as ⌘W does. A page that called `window.close()` would lose unsaved changes. */
  closeSettings(): Promise<void>
  /** Sets the height of the Settings window's content, in CSS pixels. */
  fitSettings(height: number): Promise<void>
  getSettings(): Promise<Settings>
  saveSettings(settings: Settings): Promise<void>
  /** Asks in a native dialog first; returns whether the settings are those of a new installation. Presets stay. */
  resetSettings(): Promise<boolean>
  /** The newest requests that the app wanted to make, newest first. */
  listNetworkAttempts(): Promise<readonly NetworkAttempt[]>
  listPresets(): Promise<readonly Preset[]>
  /** Replaces a preset of the same name, ignoring case, and returns the replaced one too. */
  savePreset(name: string, settings: ReplySettings): Promise<SavedPreset>
  /** Fails with `refused` when another preset has this name. */
  renamePreset(id: string, name: string): Promise<void>
  deletePreset(id: string): Promise<void>
  renameConversation(id: string, title: string): Promise<void>
  /** At most `maxPlaced` ids. */
  placeConversations(ids: readonly string[], placement: Placement): Promise<void>
  /** One id, or at most `maxPlaced`. */
  trashConversation(ids: string | readonly string[]): Promise<void>
  /** One id, or at most `maxPlaced`. */
  restoreConversation(ids: string | readonly string[]): Promise<void>
  /** Asks in a native dialog first; returns whether the Trash was emptied. */
  emptyTrash(): Promise<boolean>
  /** Deletes a conversation in the Trash permanently. Asks in a native dialog first; returns whether it was deleted. */
  deleteForGood(id: string): Promise<boolean>
  /** Sorted by name. */
  listFolders(): Promise<readonly Folder[]>
  /** Adds a folder, or changes the one with this id. Fails with `refused`, `not-found` for a parent that can't hold it. */
  saveFolder(folder: Folder): Promise<void>
  /** What the folder holds then stands in none. */
  removeFolder(id: string): Promise<void>
  /** Stores unsent text; null means the draft of a conversation that does not exist yet, with its `settings`. */
  saveDraft(conversationId: string | null, text: string, settings?: ReplySettings): Promise<void>
  /** The draft of a conversation that does not exist yet. */
  loadDraft(): Promise<NewDraft>
  /** Stores the text of an edit that is not finished, of a message or a cut; null removes it. */
  saveEdit(targetId: string, text: string | null): Promise<void>
  /**
   * Puts files into a composer, where they wait for the next message, and reads them. A file that is already in the
   * conversation is put there again, not read again. `refused` names the files that can't be read.
   */
  addDocuments(place: DocumentPlace, files: readonly DocumentFile[]): Promise<AddedDocuments>
  /** Announces a file over `maxSentBytes`, with its size in bytes. Returns the id under which its pieces are sent. */
  beginDocument(place: DocumentPlace, name: string, bytes: number): Promise<string>
  /** Sends the next piece; resolves when it is stored. Returns false when no more is wanted. */
  sendDocumentPiece(id: string, piece: Uint8Array): Promise<boolean>
  /** Call after the last piece, or to give up. */
  endDocument(id: string): Promise<AddedDocuments>
  /** Shows the native open dialog, for files or folders. `null` when it is cancelled. */
  pickDocuments(what: 'files' | 'folders'): Promise<readonly GivenFiles[] | null>
  /** Calls `addDocuments` with files that main holds. Fails with `not-found`. */
  addGivenFiles(id: string, place: DocumentPlace): Promise<AddedDocuments>
  /** Files that were opened with Parley before the window could listen. */
  takeOpenedFiles(): Promise<readonly GivenFiles[]>
  getDocumentStorage(): Promise<DocumentStorage>
  /** Asks in a native dialog first; returns how many original files of documents that are read were deleted. */
  removeOriginals(): Promise<number>
  /** The languages of the computer in which the text of pictures can be recognized. */
  getSystemLanguages(): Promise<readonly OcrLanguage[]>
  /** Takes a document out of the composer. Deletes it, unless a message has it. */
  removeDocument(documentId: string): Promise<void>
  /** Reads a document again that could not be read. */
  readAgain(documentId: string): Promise<void>
  /** Reads a document that needs a password, which is kept in memory until the app quits. Fails with `refused`. */
  unlockDocument(documentId: string, password: string): Promise<void>
  /** Reads a document in the composer again, with its pictures in these languages. Fails with `refused`, `not-found`. */
  readInLanguages(documentId: string, languages: readonly OcrLanguage[]): Promise<void>
  /** Sends the documents in the composer without a text: starts a summary of each. */
  summariseDocuments(
    conversationId: string | null,
    settings?: ReplySettings,
    options?: SummaryOptions,
  ): Promise<{ conversationId: string; messageId: string }>
  /**
   * Sends the text with the documents in the composer, and asks it about each of them by itself, or about each row of the only
   * one, when that is a table that was read. The answers are a batch. Otherwise as `sendMessage`.
   */
  askEach(
    conversationId: string | null,
    text: string,
    settings?: ReplySettings,
  ): Promise<{ conversationId: string; messageId: string }>
  /** Interrupts the current row of a batch; its finished rows stay. */
  pauseBatch(messageId: string): Promise<void>
  /** Resumes a paused, failed or cancelled batch. */
  resumeBatch(messageId: string): Promise<void>
  cancelBatch(messageId: string): Promise<void>
  /** Asks again about each row of a batch that failed. */
  retryBatch(messageId: string): Promise<void>
  /** Saves the rows of a batch as CSV where the user chooses in the native dialog. Returns false when it is cancelled. */
  saveBatch(messageId: string): Promise<boolean>
  /** Ends a summary. Its finished notes stay, for when it is made again. */
  cancelJob(jobId: string): Promise<void>
  /** Makes another version of a summary. With `options` it is written in that form, from the notes that are finished. */
  repeatJob(messageId: string, options?: SummaryOptions): Promise<void>
  pauseJob(jobId: string): Promise<void>
  resumeJob(jobId: string): Promise<void>
  /** What each page is to a summary, in order. */
  readPageMarks(jobId: string): Promise<readonly PageMark[]>
  /** The notes of a summary, also of one that is not finished. */
  readNotes(jobId: string): Promise<JobNotes>
  readPage(documentId: string, page: number): Promise<DocumentPage>
  /**
   * Draws a page of a PDF or a picture from the original. Fails with `not-found` when that is not kept, with `interrupted`
   * when another drawing was requested before this one began, and with the codes of a reader.
   */
  drawPage(documentId: string, page: number, options: DrawOptions): Promise<DrawnPage>
  /** Frees what `drawPage` keeps open. */
  closeDrawings(): Promise<void>
  /** Finds a text in a document, ignoring case. Fails with `interrupted` when another text is searched meanwhile. */
  findInDocument(documentId: string, query: string): Promise<FoundPlaces>
  /** The page with this printed name, else the page with this number. Fails with `not-found`. */
  findPage(documentId: string, name: string): Promise<number>
  /** Makes another version of a reply for which the model reads all of its documents, part by part. */
  readAll(messageId: string): Promise<void>
  /** Returns what a finished reply rests on in the documents that it saw. */
  readSources(messageId: string): Promise<AnswerSources>
  /** The model that suits this computer; `null` when it is too small for any. */
  suggestModel(): Promise<SuggestedModel | null>
  /**
   * Queues the download of a repository "owner/name", or resumes it. The model then joins the list of models.
   * @param bytes what it is expected to have, until its list of files is known
   * Fails with `refused`, `network-off`, `disk-full`.
   */
  startDownload(repository: string, bytes?: number): Promise<{ id: string }>
  /** What has arrived is kept. */
  pauseDownload(id: string): Promise<void>
  /** Also tries a failed one again. Fails with `network-off`. */
  resumeDownload(id: string): Promise<void>
  /** Removes the download and what has arrived of it. */
  cancelDownload(id: string): Promise<void>
  /** Moves a download to another place in the order. */
  moveDownload(id: string, index: number): Promise<void>
  /** Bytes a second for all downloads; `null` removes the limit. */
  limitDownloads(bytesPerSecond: number | null): Promise<void>
  /** Sets the token of Hugging Face; `null` removes it. Fails with `refused`. */
  setHubToken(token: string | null): Promise<void>
  /** Returns the last `engineStatus`. */
  getEngineStatus(): Promise<EngineStatus>
  /** Loads the model after `failed` or `unloaded`. */
  loadModel(): Promise<void>
  /** Cancels a load or unloads the model. The current reply ends and keeps its text. */
  unloadModel(): Promise<void>
  /** Checks again which model folders exist. */
  getModels(): Promise<ModelChoice>
  /** The catalogue. */
  getOfferedModels(): Promise<readonly OfferedModel[]>
  /**
   * Loads a model: immediately, or after the replies that were requested before. Loads the same model again only after
   * `failed` or `unloaded`.
   */
  chooseModel(modelId: string, conversationId: string | null): Promise<void>
  /**
   * Inspects and adds a folder from the native dialog; returns a folder that is already in the list unchanged.
   * `null` when the dialog is cancelled. Fails with the `model-*` codes.
   */
  addModel(): Promise<KnownModel | null>
  /** Removes an added model from the list; its folder stays. Fails with `refused` while it is chosen or loaded. */
  removeModel(modelId: string): Promise<void>
  /** Restores a model that was removed since the app started. Fails with `not-found`, `refused`, `disk-full`. */
  restoreModel(modelId: string): Promise<void>
  /** Saves a conversation where the user chooses in the native dialog. Returns false when it is cancelled. */
  exportConversation(id: string, format: ExportFormat): Promise<boolean>
  /** Saves all conversations in one file; as JSON with those in the Trash. Returns false when it is cancelled. */
  exportAll(format: ExportFormat): Promise<boolean>
  /**
   * Shows the native dialog and says what an import of the chosen file would add. `null` when it is cancelled. Fails with
   * `refused` for what is no export.
   */
  previewImport(): Promise<ImportPreview | null>
  /** Imports the file of a preview. Fails with `not-found`, `disk-full`; what was added until then stays. */
  runImport(importId: string): Promise<ImportReport>
  /** Moves the conversations that an import added to the Trash. */
  undoImport(importId: string): Promise<void>
  copyText(text: string): Promise<void>
  /** Shows the whole address in a dialog, then opens it outside of Parley. Fails with `refused` (openable-address.ts). */
  openLink(url: string): Promise<void>
  /** Shows the folder of the app's data in the Finder or the file manager. */
  showDataFolder(): Promise<void>
  loadView(): Promise<ViewState>
  saveView(view: ViewState): Promise<void>
}

export const requestNames = {
  listConversations: true,
  listTrash: true,
  searchConversations: true,
  nextPassage: true,
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
  nameUndo: true,
  openSettings: true,
  closeSettings: true,
  fitSettings: true,
  getSettings: true,
  saveSettings: true,
  resetSettings: true,
  listNetworkAttempts: true,
  listPresets: true,
  savePreset: true,
  renamePreset: true,
  deletePreset: true,
  renameConversation: true,
  trashConversation: true,
  restoreConversation: true,
  placeConversations: true,
  emptyTrash: true,
  deleteForGood: true,
  listFolders: true,
  saveFolder: true,
  removeFolder: true,
  saveDraft: true,
  loadDraft: true,
  saveEdit: true,
  addDocuments: true,
  beginDocument: true,
  sendDocumentPiece: true,
  endDocument: true,
  pickDocuments: true,
  addGivenFiles: true,
  takeOpenedFiles: true,
  getDocumentStorage: true,
  removeOriginals: true,
  getSystemLanguages: true,
  removeDocument: true,
  readAgain: true,
  unlockDocument: true,
  readInLanguages: true,
  summariseDocuments: true,
  askEach: true,
  pauseBatch: true,
  resumeBatch: true,
  cancelBatch: true,
  retryBatch: true,
  saveBatch: true,
  cancelJob: true,
  repeatJob: true,
  pauseJob: true,
  resumeJob: true,
  readPageMarks: true,
  readNotes: true,
  readPage: true,
  drawPage: true,
  closeDrawings: true,
  findInDocument: true,
  findPage: true,
  readAll: true,
  readSources: true,
  suggestModel: true,
  startDownload: true,
  pauseDownload: true,
  resumeDownload: true,
  cancelDownload: true,
  moveDownload: true,
  limitDownloads: true,
  setHubToken: true,
  getEngineStatus: true,
  loadModel: true,
  unloadModel: true,
  getModels: true,
  getOfferedModels: true,
  chooseModel: true,
  addModel: true,
  removeModel: true,
  restoreModel: true,
  exportConversation: true,
  exportAll: true,
  previewImport: true,
  runImport: true,
  undoImport: true,
  copyText: true,
  openLink: true,
  showDataFolder: true,
  loadView: true,
  saveView: true,
} satisfies Record<keyof Requests, true>

/**
 * The functions of main behind the requests. What they return crosses to a window, so it must be cloneable. Where there
 * is no answer it is `undefined` and not `void`: a `() => void` may return anything, and a window would not clone.
 */
export type RequestHandlers = { readonly [K in keyof Requests]: Handler<Requests[K]> }

type Handler<F> = F extends (...args: infer A) => Promise<void>
  ? (...args: A) => Promise<undefined>
  : F extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => Promise<Cloneable<R>>
    : never

/** Checks the handlers by their own types, which may have more in them than their requests declare. */
export type WithCloneableAnswers<H> = {
  readonly [K in keyof H]: H[K] extends (...args: never[]) => Promise<infer R>
    ? [R] extends [Cloneable<R>]
      ? H[K]
      : never
    : never
}
