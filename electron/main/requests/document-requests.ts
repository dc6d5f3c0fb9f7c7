import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { dialog } from 'electron'
import {
  type AddedDocuments,
  documentFormats,
  documentKinds,
  maxDocumentBytes,
  type RefusedDocument,
} from '../../../contract/documents.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { ReplySettings } from '../../../contract/settings.js'
import type { AddedFile, Documents } from '../documents/documents.js'
import type { EngineHost } from '../engine/engine-host.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import { refuseTrashed } from '../trash/refuse-trashed.js'
import { windowInFront } from '../window/windows.js'
import { asFiles, asId, asIdOrNull, asWhole, settingsOrDefaults } from './arguments.js'

const maxPage = 1_000_000

export interface DocumentOptions {
  readonly store: Store
  readonly engine: EngineHost
  readonly documents: Documents
  readonly settings: SettingsFile
  /** The conversation's row changed. */
  readonly onConversation: (id: string) => void
}

/** Documents and the jobs that summarise them. */
export function createDocumentRequests({ store, engine, documents, settings, onConversation }: DocumentOptions) {
  const addFiles = async (
    conversationId: string | null,
    files: readonly AddedFile[],
    replySettings: ReplySettings,
  ): Promise<AddedDocuments> => {
    if (conversationId !== null) refuseTrashed(store, conversationId)
    const result = await documents.addFiles(conversationId, files, replySettings)
    engine.wake()
    if (result.conversationId) onConversation(result.conversationId)
    return result
  }

  return {
    addDocuments: async (conversationId, files, given) =>
      addFiles(asIdOrNull(conversationId), asFiles(files), settingsOrDefaults(given, settings)),

    async pickDocuments(conversationId, given) {
      let id = asIdOrNull(conversationId)
      const replySettings = settingsOrDefaults(given, settings)
      const window = windowInFront()
      const options: Electron.OpenDialogOptions = {
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: 'Documents', extensions: documentKinds.flatMap((kind) => documentFormats[kind].extensions) },
          { name: 'All files', extensions: ['*'] },
        ],
      }
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options))
      if (canceled) return null
      const refused: RefusedDocument[] = []
      // One after another: together they may be larger than the memory that Parley can have.
      for (const path of filePaths) {
        const file = await readPicked(path)
        if ('message' in file) {
          refused.push(file)
          continue
        }
        const added = await addFiles(id, [file], replySettings)
        id = added.conversationId
        refused.push(...added.refused)
      }
      return { conversationId: id, refused }
    },

    async pauseJob(jobId) {
      await documents.pause(asId(jobId))
    },
    async resumeJob(jobId) {
      refuseTrashed(store, documents.job(asId(jobId)).conversationId)
      engine.wake()
      await documents.resume(jobId)
    },
    readPage: async (jobId, page) => documents.readPage(asId(jobId), asWhole(page, maxPage)),
  } satisfies Partial<RequestHandlers>
}

/** Reads a file that the user chose in the native dialog. A file that is too large is refused by its size, unread. */
async function readPicked(path: string): Promise<AddedFile | RefusedDocument> {
  const name = basename(path)
  try {
    const { size } = await stat(path)
    if (size > maxDocumentBytes) return { name, bytes: new Uint8Array(0), size }
    return { name, bytes: await readFile(path) }
  } catch {
    return { name, message: `${name} could not be opened. Check that it still exists and can be read.` }
  }
}
