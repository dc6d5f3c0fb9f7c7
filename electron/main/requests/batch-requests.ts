import { dialog } from 'electron'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { Batches } from '../documents/batch/batches.js'
import type { EngineHost } from '../engine/engine-host.js'
import { fileName } from '../files/file-name.js'
import { writeWhole } from '../files/write-whole.js'
import type { Replies } from '../runs/replies.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import { refuseDocuments } from '../store/temporary/refuse-documents.js'
import { refuseTrashed } from '../trash/refuse-trashed.js'
import { windowInFront } from '../window/windows.js'
import { asId, asIdOrNull, asText, maxMessageCharacters, settingsOrDefaults } from './arguments.js'

export interface BatchRequestOptions {
  readonly store: Store
  readonly engine: EngineHost
  readonly batches: Batches
  readonly replies: Pick<Replies, 'requestModel'>
  readonly settings: SettingsFile
  /** The conversation's row changed. */
  readonly onConversation: (id: string) => void
}

/** Batches: one prompt over several documents, or over the rows of a table. */
export function createBatchRequests(options: BatchRequestOptions) {
  const { store, engine, batches, replies, settings, onConversation } = options
  /** A batch uses the model of its conversation. Throws `model-missing` before anything has begun. */
  const loadFor = (conversationId: string) => {
    replies.requestModel(conversationId)
    engine.wake()
  }

  /** The id of a batch that may go on. */
  const toRun = (messageId: unknown): string => {
    const id = asId(messageId)
    const { conversationId } = batches.get(id)
    refuseTrashed(store, conversationId)
    loadFor(conversationId)
    return id
  }

  return {
    async askEach(conversationId, text, given) {
      const id = asIdOrNull(conversationId)
      const prompt = asText(text, maxMessageCharacters)
      if (prompt.trim() === '') throw new AppError('refused', 'Write what to ask about each.')
      if (id !== null) {
        refuseDocuments(id)
        refuseTrashed(store, id)
        loadFor(id)
      }
      const message = await batches.begin(id, prompt, settingsOrDefaults(given, settings))
      if (id === null) loadFor(message.conversationId)
      onConversation(message.conversationId)
      return { conversationId: message.conversationId, messageId: message.id }
    },
    async pauseBatch(messageId) {
      await batches.pause(asId(messageId))
    },
    async resumeBatch(messageId) {
      batches.resume(toRun(messageId))
    },
    async cancelBatch(messageId) {
      await batches.cancel(asId(messageId))
    },
    async retryBatch(messageId) {
      await batches.retryFailed(toRun(messageId))
    },
    async saveBatch(messageId) {
      const id = asId(messageId)
      const { title } = store.conversations.get(batches.get(id).conversationId)
      const window = windowInFront()
      const options: Electron.SaveDialogOptions = {
        defaultPath: `${fileName(title, 'Answers')}.csv`,
        filters: [{ name: 'CSV', extensions: ['csv'] }],
      }
      const { canceled, filePath } = await (window
        ? dialog.showSaveDialog(window, options)
        : dialog.showSaveDialog(options))
      if (canceled || filePath === '') return false
      await save(filePath, batches.csv(id))
      return true
    },
  } satisfies Partial<RequestHandlers>
}

function save(path: string, content: string): void {
  try {
    writeWhole(path, content)
  } catch (cause) {
    const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC'
    throw isFull
      ? new AppError('disk-full', 'There is no space left on the disk. Free some space and save again.', { cause })
      : new AppError('refused', 'The file could not be written there. Choose another folder.', { cause })
  }
}
