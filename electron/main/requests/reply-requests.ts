import { AppError } from '../../../contract/errors.js'
import type { Requests } from '../../../contract/requests.js'
import type { Documents } from '../documents/documents.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import { emit } from '../ipc.js'
import type { Models } from '../models/models.js'
import type { ContextMeter } from '../runs/context.js'
import type { Cuts } from '../runs/cuts.js'
import type { Replies } from '../runs/replies.js'
import type { Runs } from '../runs/runs.js'
import type { Titles } from '../runs/titles.js'
import type { TranscriptFeed } from '../runs/transcript-feed.js'
import type { SettingsFile } from '../settings.js'
import type { Store } from '../store/store.js'
import { fitSettingsWindow } from '../window/settings-window.js'
import { findWindow } from '../window/windows.js'
import { asId, asReplySettings, asSettings, asText, asWhole } from './arguments.js'

/** A draft may be as long as anything that can be typed or pasted. */
const maximumDraft = 600_000

export interface SettingsParts {
  readonly store: Store
  readonly settings: SettingsFile
  readonly feed: TranscriptFeed
  readonly showSettings: () => void
}

/** Settings of conversations, of the app, and presets. */
export function createReplySettingsRequests({ store, settings, feed, showSettings }: SettingsParts) {
  const { conversations, presets } = store
  const asName = (value: unknown) => {
    const name = asText(value, 200).replace(/\s+/g, ' ').trim()
    if (name === '') throw new AppError('refused', 'A preset needs a name.')
    return name
  }
  const tellPresets = () => emit('presetsChanged', presets.list())

  return {
    async setConversationSettings(conversationId, value) {
      const given = asReplySettings(value)
      conversations.setSettings(asId(conversationId), given)
      feed.publish(conversationId, { type: 'settings', settings: given })
    },
    openSettings: async () => showSettings(),
    closeSettings: async () => findWindow('settings')?.close(),
    fitSettings: async (height) => fitSettingsWindow(asWhole(height, 10_000)),
    getSettings: async () => settings.value,
    async saveSettings(value) {
      settings.save(asSettings(value))
      emit('settingsChanged', settings.value)
    },
    listPresets: async () => presets.list(),
    async savePreset(name, value) {
      const saved = presets.save(asName(name), asReplySettings(value))
      tellPresets()
      return saved
    },
    async renamePreset(id, name) {
      presets.rename(asId(id), asName(name))
      tellPresets()
    },
    async deletePreset(id) {
      presets.remove(asId(id))
      tellPresets()
    },
  } satisfies Partial<Requests>
}

export interface ContextParts {
  readonly store: Store
  readonly engine: EngineClient
  readonly runs: Runs
  readonly replies: Replies
  readonly cuts: Cuts
  readonly meter: ContextMeter
  readonly settings: SettingsFile
}

/** What the model is told, how much that is, and what it no longer sees. */
export function createContextRequests(parts: ContextParts) {
  const { store, engine, runs, replies, cuts, meter, settings } = parts

  return {
    async countContext(conversationId, draft, value) {
      const id = conversationId === null ? null : asId(conversationId)
      const given = value === undefined ? undefined : asReplySettings(value)
      const weight = await meter.weigh({
        path: id === null ? [] : runs.path(id),
        cuts: id === null ? [] : store.cuts.ofConversation(id),
        settings: given ?? (id === null ? settings.value.defaults : replies.settingsOf(id)),
        draft: asText(draft, maximumDraft),
      })
      return weight?.count ?? null
    },
    dropOldest: async (conversationId, draft = '') =>
      cuts.dropOldest(asId(conversationId), asText(draft, maximumDraft)),
    foldOldest: async (conversationId, draft = '') =>
      cuts.foldOldest(asId(conversationId), asText(draft, maximumDraft)),
    async editCut(cutId, summary) {
      const text = asText(summary, maximumDraft).trim()
      if (text === '') throw new AppError('refused', 'A summary needs some text. Undo it to be without one.')
      cuts.edit(asId(cutId), text)
    },
    undoCut: async (cutId) => cuts.undo(asId(cutId)),
    restoreCut: async (cutId) => cuts.restore(asId(cutId)),
    async showPrompt(conversationId, messageId) {
      if (messageId === undefined) return engine.showPrompt(replies.nextRequest(asId(conversationId)))
      const reply = store.messages.get(asId(messageId))
      if (reply.role !== 'assistant') throw new AppError('refused', 'Only a reply was told something.')
      return engine.showPrompt(replies.requestOf(reply))
    },
  } satisfies Partial<Requests>
}

export interface QueueParts {
  readonly queue: EngineQueue
  readonly runs: Runs
  readonly cuts: Cuts
  readonly titles: Titles
  readonly documents: Documents
  readonly models: Models
}

/** Who has the engine, who waits for it, and their end. */
export function createQueueRequests({ queue, runs, cuts, titles, documents, models }: QueueParts) {
  return {
    getQueue: async () => queue.entries,
    async cancelRun(queueEntryId) {
      const entry = queue.entries.find(({ id }) => id === asId(queueEntryId))
      // It came to its end by itself in the meantime.
      if (!entry) return
      switch (entry.purpose) {
        case 'reply':
          return runs.stop(entry.conversationId)
        case 'model':
          return models.cancelChange(entry.targetId)
        case 'fold':
          return cuts.undo(entry.targetId)
        case 'document':
          return documents.pause(entry.targetId)
        case 'title':
          return titles.cancel(entry.conversationId)
      }
    },
  } satisfies Partial<Requests>
}
