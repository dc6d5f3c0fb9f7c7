import type { Conversation } from './chat.js'
import type { ContextCommand } from './context-menu.js'
import type { AddedDocument } from './documents.js'
import type { MenuCommand } from './menu.js'
import type { EngineStatus, ModelChoice } from './models.js'
import type { NetworkAttempt } from './network.js'
import type { Folder } from './order.js'
import type { QueueEntry } from './queue.js'
import type { Preset, Settings } from './settings.js'

export interface MainNotice {
  readonly message: string
  readonly tone: 'info' | 'warning' | 'danger'
  /** Files that it names are in the folder of the app's data, which the window offers to show. */
  readonly isAboutFiles?: boolean
}

/** Main sends these to every window. */
export interface Events {
  /** Conversations are new or changed, moved to the Trash or restored. */
  conversationsChanged: readonly Conversation[]
  /** Conversations are deleted from the Trash. */
  conversationsRemoved: readonly string[]
  /** Many conversations are new or moved: the lists are to be loaded again. */
  listsChanged: null
  /** All folders, sorted by name. */
  foldersChanged: readonly Folder[]
  engineStatus: EngineStatus
  modelsChanged: ModelChoice
  /** Sent to the main window only. */
  menuCommand: MenuCommand
  /** To the main window only: the user chose this conversation outside of it. */
  conversationChosen: string
  /** To the main window only: what can it do with what is under the pointer? It answers with `openContextMenu`. */
  contextMenuAsked: null
  /** To the main window only: chosen in the context menu that it opened last. */
  contextCommand: ContextCommand
  /** Everything that uses the engine or waits for it, in order. */
  queueChanged: readonly QueueEntry[]
  settingsChanged: Settings
  /** Every preset, sorted by name. */
  presetsChanged: readonly Preset[]
  /** All documents in the composer of a conversation that has not begun. */
  newDocumentsChanged: readonly AddedDocument[]
  /** Files were opened with Parley; the main window takes them. */
  filesOpened: null
  /** The main window changed the size of text, in per cent. */
  textScaleChanged: number
  /** The newest requests that the app wanted to make, newest first. */
  networkAttempted: readonly NetworkAttempt[]
  /** A search finds everything again, after results that were `isPartial`. */
  searchComplete: null
  /** A problem that belongs to no message: a full disk, a damaged store. */
  notice: MainNotice
}

export const eventNames = {
  conversationsChanged: true,
  conversationsRemoved: true,
  listsChanged: true,
  foldersChanged: true,
  engineStatus: true,
  modelsChanged: true,
  menuCommand: true,
  conversationChosen: true,
  contextMenuAsked: true,
  contextCommand: true,
  queueChanged: true,
  settingsChanged: true,
  presetsChanged: true,
  newDocumentsChanged: true,
  filesOpened: true,
  textScaleChanged: true,
  networkAttempted: true,
  searchComplete: true,
  notice: true,
} satisfies Record<keyof Events, true>
