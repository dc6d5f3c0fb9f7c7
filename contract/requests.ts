import { type BackupRequests, backupRequestNames } from './backup-requests.js'
import type { Conversation, ListPlace, Message, NewDraft, Passage, SearchResult } from './chat.js'
import type { Cloneable } from './cloneable.js'
import { type FilterRequests, filterRequestNames } from './content-filter.js'
import type { ContextCount, Cut, ShownPrompt } from './context.js'
import { type DocumentRequests, documentRequestNames } from './document-requests.js'
import type { Doubts } from './doubts.js'
import type { ExportFormat, ImportPreview, ImportReport } from './history.js'
import { type LockRequests, lockRequestNames } from './lock.js'
import { type ModelRequests, modelRequestNames } from './model-requests.js'
import type { NetworkAttempt } from './network.js'
import type { Folder, Placement } from './order.js'
import type { InheritedName } from './project.js'
import type { QueueEntry } from './queue.js'
import type { ClaimState } from './reviews.js'
import type { SearchOrder } from './search-query.js'
import type { Preset, ReplySettings, RetryChange, SavedPreset, Settings } from './settings.js'
import { type SupportRequests, supportRequestNames } from './support-requests.js'
import type { Task } from './tasks.js'
import type { VersionNode } from './versions.js'
import { type WindowRequests, windowRequestNames } from './window-requests.js'

/** What a text on the clipboard is. */
export type CopyForm = 'plain' | 'markdown' | 'rich'

/** Calls from a window to main. Each returns once; every failure is a `Result` with a code (errors.ts). */
export interface Requests
  extends WindowRequests,
    DocumentRequests,
    ModelRequests,
    SupportRequests,
    BackupRequests,
    FilterRequests,
    LockRequests {
  /** Newest first, without those in the Trash: the first `maxListed`, or the next ones `after` a conversation. */
  listConversations(after?: ListPlace): Promise<readonly Conversation[]>
  /** The same for the Trash. */
  listTrash(after?: ListPlace): Promise<readonly Conversation[]>
  /** The query may have filters (search-query.ts). By `rank` unless it says otherwise. */
  searchConversations(query: string, order?: SearchOrder, exceptMessageId?: string): Promise<SearchResult>
  /** The words that tell a message from others and that others have, too, for `like:`; the best first. */
  tellingWords(messageId: string): Promise<readonly string[]>
  /** The messages with these ids, at most `maxLoadedMessages`, that the conversation has. */
  loadMessages(conversationId: string, ids: readonly string[]): Promise<readonly Message[]>
  /**
   * The message of a conversation that has the query, after the one with this id (`step` 1) or before it (-1); without one,
   * the first or the last. After the last comes the first again. `null` when no message has the query.
   */
  nextPassage(conversationId: string, query: string, messageId: string | null, step: 1 | -1): Promise<Passage | null>
  /**
   * Stores the message, with the documents in the composer, and an empty reply, then starts or queues the run.
   * `conversationId` null creates a conversation with `settings` or the defaults, in the folder if one is named. Fails with `too-long`, `not-found`,
   * `disk-full`. When the prompt does not fit, the reply fails with `context-full` and nothing is generated;
   * `dropOldest` and `foldOldest` then make room.
   */
  sendMessage(
    conversationId: string | null,
    text: string,
    settings?: ReplySettings,
    folderId?: string,
  ): Promise<{ conversationId: string; messageId: string }>
  /** Begins a conversation from the quick entry, and shows it in the main window. What waits in its composer stays there. */
  askQuickly(text: string): Promise<void>
  closeQuickEntry(): Promise<void>
  /** Keeps a message until the running reply is done, in place of the draft. Sends it at once when none runs. */
  queueMessage(conversationId: string, text: string): Promise<void>
  /** Puts a waiting message back into the draft. Returns its text. Fails with `not-found` when it was sent. */
  takeBackQueued(id: string): Promise<string>
  /** Fails with `not-found` when it was sent. */
  removeQueued(id: string): Promise<void>
  /** Sends the first message that waits, after a reply that was stopped or has failed. Fails as `sendMessage`. */
  sendQueued(conversationId: string): Promise<void>
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
  /** The messages that have versions, as a tree. Fails with `not-found`. */
  listVersions(conversationId: string): Promise<readonly VersionNode[]>
  /** Shows this version and, after it, the versions that were last shown there. */
  chooseVersion(messageId: string): Promise<void>
  /** A person answers for a finished reply, by name and today's date. Fails with `refused` without a name or an answer. */
  signOff(messageId: string, by: string): Promise<void>
  takeBackSignOff(messageId: string): Promise<void>
  /** Lists what is to be looked up in a finished reply. A large model adds to the list in the background. */
  checkReply(messageId: string): Promise<void>
  /**
   * The words of a finished reply that its conversation's model finds unlikely: it reads the prompt and the reply again. Null when
   * that was cancelled. Fails with `refused` without an answer, with `context-full`, and as a load does.
   */
  findDoubts(messageId: string): Promise<Doubts | null>
  /** Says what a person found of a claim, by its text. Fails with `not-found` for a text that is not in the list. */
  setClaim(messageId: string, text: string, state: ClaimState): Promise<void>
  /** Removes the list of claims. */
  removeClaims(messageId: string): Promise<void>
  /** Brings back a list that was removed since the app started. Fails with `not-found`. */
  restoreClaims(messageId: string): Promise<void>
  setConversationSettings(conversationId: string, settings: ReplySettings): Promise<void>
  /** Uses those of the conversation's project again, else the defaults. */
  inheritSettings(conversationId: string, names: readonly InheritedName[]): Promise<void>
  /**
   * Counts the tokens of the next prompt with this draft; null while no model is loaded. `conversationId` null means a
   * conversation that does not exist yet and will begin in the folder, with `settings` or the defaults. Only the draft is
   * counted again on each call.
   */
  countContext(
    conversationId: string | null,
    draft: string,
    settings?: ReplySettings,
    folderId?: string,
  ): Promise<ContextCount | null>
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
  /** Restores a cut that was undone since the app started, with its summary. Fails with `not-found`, `refused`. */
  restoreCut(cutId: string): Promise<void>
  /** Returns the prompt of a reply; without `messageId` the prompt of the next one. */
  showPrompt(conversationId: string, messageId?: string): Promise<ShownPrompt>
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
  /** The prompts that the user keeps, in the order in which they were added. */
  listTasks(): Promise<readonly Task[]>
  /** Adds the task, or replaces the one with its id. Fails with `refused` without a name or a prompt. */
  saveTask(task: Task): Promise<void>
  removeTask(id: string): Promise<void>
  renameConversation(id: string, title: string): Promise<void>
  /** At most `maxPlaced` ids. */
  placeConversations(ids: readonly string[], placement: Placement): Promise<void>
  /** One id, or at most `maxPlaced`. */
  trashConversation(ids: string | readonly string[]): Promise<void>
  /** One id, or at most `maxPlaced`. */
  restoreConversation(ids: string | readonly string[]): Promise<void>
  /** Begins a conversation that is only in memory, with `settings` or the defaults. Returns its id. */
  beginTemporary(settings?: ReplySettings): Promise<string>
  /** Stores a temporary conversation, and returns its new id. Fails with `refused` while a reply is being made in it. */
  keepTemporary(id: string): Promise<string>
  /** Asks in a native dialog first, unless it is empty; returns whether the conversation is gone. */
  closeTemporary(id: string): Promise<boolean>
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
  /** The draft of a conversation that does not exist yet. */
  loadDraft(): Promise<NewDraft>
  /** Stores the text of an edit that is not finished, of a message or a cut; null removes it. */
  saveEdit(targetId: string, text: string | null): Promise<void>
  /** Saves a conversation where the user chooses in the native dialog. Returns false when it is cancelled. */
  exportConversation(id: string, format: ExportFormat): Promise<boolean>
  /** Opens the system's print dialog for a conversation. Returns when it is closed. */
  printConversation(id: string): Promise<void>
  /** The conversations in a folder and in its folders, in one file. Returns false when it is cancelled. */
  exportFolder(folderId: string, format: ExportFormat): Promise<boolean>
  /**
   * Adds a conversation that is this one up to a message, and returns its id. Fails with `not-found`, with `refused` while a
   * reply is being made in it.
   */
  duplicateConversation(messageId: string): Promise<string>
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
  /** Puts those of them back that `undoImport` moved there. */
  redoImport(importId: string): Promise<void>
  /**
   * Copies a text, by default as it is. `markdown` is copied as rich text too; of `rich` the plain text has no marks.
   */
  copyText(text: string, form?: CopyForm): Promise<void>
  /** Shows the whole address in a dialog, then opens it outside of Parley. Fails with `refused` (openable-address.ts). */
  openLink(url: string): Promise<void>
  /** Shows the folder of the app's data in the Finder or the file manager. */
  showDataFolder(): Promise<void>
}

export const requestNames = {
  listConversations: true,
  listTrash: true,
  searchConversations: true,
  tellingWords: true,
  loadMessages: true,
  nextPassage: true,
  sendMessage: true,
  askQuickly: true,
  closeQuickEntry: true,
  queueMessage: true,
  takeBackQueued: true,
  removeQueued: true,
  sendQueued: true,
  stopReply: true,
  answerNow: true,
  cancelRun: true,
  getQueue: true,
  regenerateReply: true,
  repeatReply: true,
  continueReply: true,
  editMessage: true,
  listVersions: true,
  chooseVersion: true,
  signOff: true,
  takeBackSignOff: true,
  checkReply: true,
  findDoubts: true,
  setClaim: true,
  removeClaims: true,
  restoreClaims: true,
  setConversationSettings: true,
  inheritSettings: true,
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
  resetSettings: true,
  listNetworkAttempts: true,
  listPresets: true,
  savePreset: true,
  renamePreset: true,
  deletePreset: true,
  listTasks: true,
  saveTask: true,
  removeTask: true,
  renameConversation: true,
  trashConversation: true,
  restoreConversation: true,
  placeConversations: true,
  beginTemporary: true,
  keepTemporary: true,
  closeTemporary: true,
  emptyTrash: true,
  deleteForGood: true,
  listFolders: true,
  saveFolder: true,
  removeFolder: true,
  loadDraft: true,
  saveEdit: true,
  exportConversation: true,
  exportFolder: true,
  duplicateConversation: true,
  exportAll: true,
  printConversation: true,
  previewImport: true,
  runImport: true,
  undoImport: true,
  redoImport: true,
  copyText: true,
  openLink: true,
  showDataFolder: true,
  ...windowRequestNames,
  ...documentRequestNames,
  ...modelRequestNames,
  ...supportRequestNames,
  ...backupRequestNames,
  ...filterRequestNames,
  ...lockRequestNames,
} satisfies Record<keyof Requests, true>

/**
 * The functions of main behind the requests. What they return crosses to a window, so it must be cloneable. Where there
 * is no answer it is `undefined` and not `void`: a `() => void` may return anything, and a window would not clone.
 */
export type RequestHandlers = {
  readonly [K in Exclude<keyof Requests, keyof WindowRequests>]: Handler<Requests[K]>
}

/** The functions of main behind the requests of a window about itself, which get that window (`W`) first. */
export type WindowRequestHandlers<W> = {
  readonly [K in keyof WindowRequests]: (
    window: W,
    ...args: Parameters<WindowRequests[K]>
  ) => ReturnType<Handler<WindowRequests[K]>>
}

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
