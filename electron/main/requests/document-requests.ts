import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { dialog } from 'electron'
import {
  type AddedDocuments,
  documentFormats,
  documentKinds,
  type RefusedDocument,
} from '../../../contract/documents.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { AddedFile, Documents } from '../documents/documents.js'
import { marksOf, notesOf } from '../documents/summary/job-account.js'
import type { EngineHost } from '../engine/engine-host.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import { refuseTrashed } from '../trash/refuse-trashed.js'
import { windowInFront } from '../window/windows.js'
import { asFiles, asId, asIdOrNull, asLanguages, asSummaryOptions, asWhole, settingsOrDefaults } from './arguments.js'

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
  const addFiles = async (conversationId: string | null, files: readonly AddedFile[]): Promise<AddedDocuments> => {
    if (conversationId !== null) refuseTrashed(store, conversationId)
    return documents.addFiles(conversationId, files)
  }

  return {
    async addDocuments(conversationId, files) {
      const added = asFiles(files).map(({ name, bytes }) => ({ name, bytes, size: bytes.byteLength }))
      return addFiles(asIdOrNull(conversationId), added)
    },

    async pickDocuments(conversationId) {
      const id = asIdOrNull(conversationId)
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
      for (const path of filePaths) {
        const file = await pickedFile(path)
        refused.push(...('message' in file ? [file] : (await addFiles(id, [file])).refused))
      }
      return { refused }
    },

    async removeDocument(documentId) {
      await documents.remove(asId(documentId))
    },
    async readAgain(documentId) {
      documents.readAgain(asId(documentId))
    },
    async readInLanguages(documentId, languages) {
      await documents.readInLanguages(asId(documentId), asLanguages(languages))
    },
    async summariseDocuments(conversationId, given, options) {
      const id = asIdOrNull(conversationId)
      if (id !== null) refuseTrashed(store, id)
      const wanted = optionalOptions(options)
      const message = documents.summarise(id, settingsOrDefaults(given, settings), wanted)
      engine.wake()
      onConversation(message.conversationId)
      return { conversationId: message.conversationId, messageId: message.id }
    },
    async cancelJob(jobId) {
      await documents.cancel(asId(jobId))
    },
    async repeatJob(messageId, options) {
      const wanted = optionalOptions(options)
      refuseTrashed(store, store.messages.get(asId(messageId)).conversationId)
      engine.wake()
      documents.repeat(messageId, wanted)
    },
    async pauseJob(jobId) {
      await documents.pause(asId(jobId))
    },
    async resumeJob(jobId) {
      refuseTrashed(store, documents.job(asId(jobId)).conversationId)
      engine.wake()
      await documents.resume(jobId)
    },
    readPageMarks: async (jobId) => marksOf(store, asId(jobId)),
    readNotes: async (jobId) => notesOf(store, asId(jobId)),
    readPage: async (documentId, page) => documents.readPage(asId(documentId), asWhole(page, maxPage)),
  } satisfies Partial<RequestHandlers>
}

const optionalOptions = (value: unknown) => (value === undefined ? undefined : asSummaryOptions(value))

/** A file that the user chose in the native dialog; its content is read when it is stored. */
async function pickedFile(path: string): Promise<AddedFile | RefusedDocument> {
  const name = basename(path)
  try {
    const { size } = await stat(path)
    return { name, path, size }
  } catch {
    return { name, message: `${name} could not be opened. Check that it still exists and can be read.` }
  }
}
