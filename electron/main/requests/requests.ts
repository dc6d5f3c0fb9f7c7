import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { clipboard, dialog } from 'electron'
import {
  type AddedDocuments,
  documentFormats,
  documentKinds,
  kindLabels,
  maxDocumentBytes,
  type RefusedDocument,
} from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { Requests } from '../../../contract/requests.js'
import type { ReplySettings } from '../../../contract/settings.js'
import type { AddedFile, Documents } from '../documents/documents.js'
import type { EngineHost } from '../engine/engine-host.js'
import type { Models } from '../models/models.js'
import { refuseTrashed } from '../refuse-trashed.js'
import type { Store } from '../store/store.js'
import { trashConversation } from '../trash.js'
import { openLink } from '../window/open-link.js'
import type { ViewStateFile } from '../window/view-state.js'
import { windowInFront } from '../window/windows.js'
import { asFiles, asId, asReplySettings, asRetryChange, asText } from './arguments.js'
import { createModelRequests } from './model-requests.js'
import {
  type ContextParts,
  createContextRequests,
  createQueueRequests,
  createReplySettingsRequests,
  type QueueParts,
  type SettingsParts,
} from './reply-requests.js'

interface Parts extends SettingsParts, ContextParts, QueueParts {
  readonly store: Store
  readonly engine: EngineHost
  readonly documents: Documents
  readonly models: Models
  readonly viewState: ViewStateFile
  /** The conversation's row changed. */
  readonly onConversation: (id: string) => void
  readonly onConversationRemoved: (id: string) => void
}

/** Longest message, in characters: about what the largest context could hold. */
const maximumMessage = 600_000
const searchHits = 50

/** What the window may ask, one function a request. */
export function createRequests(parts: Parts): Requests {
  const { store, engine, runs, replies, documents, viewState, onConversation } = parts
  const { conversations, drafts } = store

  const addFiles = async (
    conversationId: string | null,
    files: readonly AddedFile[],
    settings: ReplySettings,
  ): Promise<AddedDocuments> => {
    if (conversationId !== null) refuseTrashed(store, conversationId)
    const result = await documents.addFiles(conversationId, files, settings)
    engine.wake()
    if (result.conversationId) onConversation(result.conversationId)
    return result
  }

  /** Of a conversation that begins now. */
  const newSettings = (given: unknown): ReplySettings =>
    given === undefined ? parts.settings.value.defaults : asReplySettings(given)

  return {
    listConversations: async () => conversations.list(),
    listTrash: async () => conversations.listTrash(),
    searchConversations: async (query) => conversations.search(asText(query, 1_000), searchHits),

    async sendMessage(conversationId, text, settings) {
      const content = asText(text, maximumMessage)
      if (content.trim() === '') throw new AppError('refused', 'A message needs some text.')
      return replies.send(conversationId === null ? null : asId(conversationId), content, newSettings(settings))
    },

    stopReply: async (conversationId) => runs.stop(asId(conversationId)),
    answerNow: async (conversationId) => runs.answerNow(asId(conversationId)),
    async regenerateReply(messageId, change) {
      const id = asId(messageId)
      const given = asRetryChange(change)
      if (given.modelId !== undefined) await parts.models.checkFolders()
      replies.regenerate(id, given)
    },
    async repeatReply(messageId) {
      const id = asId(messageId)
      await parts.models.checkFolders()
      replies.repeat(id)
    },
    continueReply: async (messageId) => replies.continueReply(asId(messageId)),
    async editMessage(messageId, text) {
      const content = asText(text, maximumMessage)
      if (content.trim() === '') throw new AppError('refused', 'A message needs some text.')
      return replies.edit(asId(messageId), content)
    },
    chooseVersion: async (messageId) => replies.choose(asId(messageId)),
    ...createReplySettingsRequests(parts),
    ...createContextRequests(parts),
    ...createQueueRequests(parts),
    ...createModelRequests(parts.models),

    async renameConversation(id, title) {
      const name = asText(title, 1_000).replace(/\s+/g, ' ').trim()
      if (name === '') throw new AppError('refused', 'A title needs some text.')
      conversations.rename(asId(id), name, 'user')
      onConversation(id)
    },

    async trashConversation(id) {
      await trashConversation(parts, asId(id))
    },

    async restoreConversation(id) {
      conversations.restore(asId(id))
      onConversation(id)
    },

    async emptyTrash() {
      const count = conversations.listTrash().length
      if (count === 0) return false
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        message:
          count === 1 ? 'Delete the conversation in the Trash?' : `Delete the ${count} conversations in the Trash?`,
        detail: 'They cannot be brought back.',
        buttons: ['Delete', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      if (response !== 0) return false
      for (const id of conversations.emptyTrash()) parts.onConversationRemoved(id)
      return true
    },

    saveDraft: async (conversationId, text) =>
      drafts.save(conversationId === null ? null : asId(conversationId), asText(text, maximumMessage)),
    loadDraft: async () => drafts.load(null),

    addDocuments: async (conversationId, files, settings) =>
      addFiles(conversationId === null ? null : asId(conversationId), asFiles(files), newSettings(settings)),

    async pickDocuments(conversationId, settings) {
      const given = newSettings(settings)
      const window = windowInFront()
      const options: Electron.OpenDialogOptions = {
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: kindLabels, extensions: documentKinds.flatMap((kind) => documentFormats[kind].extensions) },
          { name: 'All files', extensions: ['*'] },
        ],
      }
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options))
      if (canceled) return null
      const picked = await Promise.all(filePaths.map(readPicked))
      const unreadable = picked.flatMap((file) => ('message' in file ? [file] : []))
      const readable = picked.flatMap((file) => ('message' in file ? [] : [file]))
      const added = await addFiles(conversationId === null ? null : asId(conversationId), readable, given)
      return { ...added, refused: [...unreadable, ...added.refused] }
    },

    pauseJob: async (jobId) => documents.pause(asId(jobId)),
    async resumeJob(jobId) {
      refuseTrashed(store, documents.job(asId(jobId)).conversationId)
      engine.wake()
      await documents.resume(jobId)
    },
    readPage: async (jobId, page) => documents.readPage(asId(jobId), Number(page)),

    getEngineStatus: async () => engine.status,
    loadModel: async () => engine.load(),
    unloadModel: async () => engine.unload(),
    copyText: async (text) => clipboard.writeText(asText(text, 50_000_000)),
    openLink,
    loadView: async () => viewState.view,
    saveView: async (view) => viewState.saveView(view),
  }
}

/** A file that the user chose in the native dialog. One that is too large is refused by its size, unread. */
async function readPicked(path: string): Promise<AddedFile | RefusedDocument> {
  const name = basename(path)
  try {
    const { size } = await stat(path)
    if (size > maxDocumentBytes) return { name, bytes: new Uint8Array(0), size }
    return { name, bytes: await readFile(path) }
  } catch {
    return { name, message: `${name} could not be opened. Look whether it is still there and may be read.` }
  }
}
