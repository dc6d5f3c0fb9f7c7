import { dialog } from 'electron'
import { AppError } from '../../../contract/errors.js'
import type { QuickEntryKeys } from '../../../contract/quick-entry.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import { initialSettings, type Settings } from '../../../contract/settings.js'
import { emit } from '../ipc.js'
import type { AppLock } from '../lock/app-lock.js'
import { networkAttempts } from '../network/attempts.js'
import type { Replies } from '../runs/replies.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import { fitSettingsWindow } from '../window/settings-window.js'
import { findWindow } from '../window/windows.js'
import { asId, asInheritedNames, asReplySettings, asSettings, asText, asWhole } from './arguments.js'

export interface SettingsOptions {
  readonly store: Store
  readonly settings: SettingsFile
  readonly replies: Replies
  readonly lock: Pick<AppLock, 'allow'>
  readonly onConversationSettings: (ids?: readonly string[]) => void
  readonly onConversation: (id: string) => void
  readonly showSettings: () => void
  /** The user turned the network off or on. */
  readonly onNetworkSwitch: () => void
  /** Before these keys change. Throws when they can't be taken. Returns what takes the former ones again. */
  readonly takeKeys: (keys: QuickEntryKeys) => () => void
  /** After each change. */
  readonly onSettings: (settings: Settings) => void
}

/** Settings of conversations and of the app, and presets. */
export function createSettingsRequests(options: SettingsOptions) {
  const { store, settings, replies, lock, showSettings, onNetworkSwitch, takeKeys, onSettings } = options
  const { onConversation, onConversationSettings } = options
  const { presets } = store
  const save = (next: Settings) => {
    const { network, quickEntry } = settings.value
    // Keys that another app has since taken must not keep other settings from being saved.
    const giveBack = next.quickEntry === quickEntry ? undefined : takeKeys(next.quickEntry)
    try {
      settings.save(next)
    } catch (error) {
      giveBack?.()
      throw error
    }
    onSettings(next)
    if (next.network !== network) onNetworkSwitch()
    emit('settingsChanged', next)
  }
  const asName = (value: unknown) => {
    const name = asText(value, 200).replace(/\s+/g, ' ').trim()
    if (name === '') throw new AppError('refused', 'A preset needs a name.')
    return name
  }
  const emitPresets = () => emit('presetsChanged', presets.list())

  return {
    async setConversationSettings(conversationId, value) {
      const given = asReplySettings(value)
      replies.inheritance.change(asId(conversationId), given)
      onConversationSettings([conversationId])
    },
    async inheritSettings(conversationId, names) {
      replies.inheritance.inherit(asId(conversationId), asInheritedNames(names))
      onConversation(conversationId)
      onConversationSettings([conversationId])
    },
    async openSettings() {
      showSettings()
    },
    async closeSettings() {
      findWindow('settings')?.close()
    },
    async fitSettings(height) {
      fitSettingsWindow(asWhole(height, 10_000))
    },
    getSettings: async () => settings.value,
    async saveSettings(value) {
      const next = asSettings(value)
      await lock.allow(next)
      save(next)
    },
    async resetSettings() {
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        message: 'Reset all settings?',
        detail: 'Conversations, documents, models and presets stay. Instructions for new conversations are removed.',
        buttons: ['Reset', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      if (response !== 0) return false
      save(initialSettings)
      return true
    },
    listNetworkAttempts: async () => networkAttempts.all,
    listPresets: async () => presets.list(),
    async savePreset(name, value) {
      const saved = presets.save(asName(name), asReplySettings(value))
      emitPresets()
      return saved
    },
    async renamePreset(id, name) {
      presets.rename(asId(id), asName(name))
      emitPresets()
    },
    async deletePreset(id) {
      presets.remove(asId(id))
      emitPresets()
    },
  } satisfies Partial<RequestHandlers>
}
