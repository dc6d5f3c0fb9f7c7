import type { Conversation } from './chat.js'
import type { MenuCommand } from './menu.js'
import type { EngineStatus, ModelChoice } from './models.js'
import type { QueueEntry } from './queue.js'
import type { Preset, Settings } from './settings.js'

/** Main tells every window. */
export interface Events {
  /** A conversation is new or changed (also when it went to the trash or came back). */
  conversationChanged: Conversation
  /** A conversation is gone for good. */
  conversationRemoved: { readonly id: string }
  engineStatus: EngineStatus
  modelsChanged: ModelChoice
  /** Of the main window alone. */
  menuCommand: MenuCommand
  /** Everything that has the engine or waits for it, in order. */
  queueChanged: readonly QueueEntry[]
  settingsChanged: Settings
  /** All of them, by name. */
  presetsChanged: readonly Preset[]
  /** Something that belongs to no message: a full disk, a damaged store. */
  notice: { readonly message: string; readonly tone: 'info' | 'warning' | 'danger' }
}

export const eventNames = {
  conversationChanged: true,
  conversationRemoved: true,
  engineStatus: true,
  modelsChanged: true,
  menuCommand: true,
  queueChanged: true,
  settingsChanged: true,
  presetsChanged: true,
  notice: true,
} satisfies Record<keyof Events, true>
