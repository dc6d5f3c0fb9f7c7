import type { Backup } from './backup-requests.js'
import type { Conversation } from './chat.js'
import type { ContextCommand } from './context-menu.js'
import type { AddedDocument } from './documents.js'
import type { MenuCommand } from './menu.js'
import type { EngineStatus, ModelChoice } from './models.js'
import type { NetworkAttempt } from './network.js'
import type { Folder } from './order.js'
import type { QueueEntry } from './queue.js'
import type { Preset, ReplySettings, Settings } from './settings.js'
import type { SettingsPaneName } from './support-requests.js'
import type { Task } from './tasks.js'
import type { UpdateState } from './updates.js'

export interface MainNotice {
  readonly message: string
  readonly tone: 'info' | 'warning' | 'danger'
  /** What the window offers: the folder of the app's data, for files that are named, or what the new version brought. */
  readonly offers?: 'show-data' | 'whats-new'
}

/** The unsent text of a conversation; null: of one that does not exist yet, with its settings. */
export interface StoredDraft {
  readonly conversationId: string | null
  readonly text: string
  readonly settings?: ReplySettings
}

/** Main sends these to every window, where it says nothing else. */
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
  /** To the main window that was used last. */
  menuCommand: MenuCommand
  /** To one main window: what can it do with what is under the pointer? It answers with `openContextMenu`. */
  contextMenuAsked: null
  /** To one main window: chosen in the context menu that it opened last. */
  contextCommand: ContextCommand
  /** Everything that uses the engine or waits for it, in order. */
  queueChanged: readonly QueueEntry[]
  settingsChanged: Settings
  /** Every preset, sorted by name. */
  presetsChanged: readonly Preset[]
  /** Every task that the user keeps, in order. */
  tasksChanged: readonly Task[]
  /** All documents of no conversation: in the composer of one that has not begun, and of projects. */
  newDocumentsChanged: readonly AddedDocument[]
  /** The newest first. */
  backupsChanged: readonly Backup[]
  updateChanged: UpdateState
  /** To one main window, which is to open this conversation. */
  openConversation: string
  /** The Settings window is to show this pane. */
  settingsPane: SettingsPaneName
  /** To one main window, which takes the files that were opened with Parley. */
  filesOpened: null
  /** A window changed the size of text, in per cent. */
  textScaleChanged: number
  /** The newest requests that the app wanted to make, newest first. */
  networkAttempted: readonly NetworkAttempt[]
  /** A search finds everything again, after results that were `isPartial`. */
  searchComplete: null
  /** To the other main windows: unsent text as another window stored it. */
  draftChanged: StoredDraft
  /** To the main window that was used last: a problem that belongs to no message, as a full disk, a damaged store. */
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
  contextMenuAsked: true,
  contextCommand: true,
  queueChanged: true,
  settingsChanged: true,
  presetsChanged: true,
  tasksChanged: true,
  newDocumentsChanged: true,
  backupsChanged: true,
  updateChanged: true,
  openConversation: true,
  settingsPane: true,
  filesOpened: true,
  textScaleChanged: true,
  networkAttempted: true,
  searchComplete: true,
  draftChanged: true,
  notice: true,
} satisfies Record<keyof Events, true>
