import { dialog } from 'electron'
import {
  type AddedDocuments,
  type DocumentPlace,
  documentFormats,
  documentKinds,
  type GivenFiles,
} from '../../../contract/documents.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { AddedFile } from '../documents/adding.js'
import { Arrivals } from '../documents/arrivals.js'
import type { Documents } from '../documents/documents.js'
import { HeldFiles } from '../documents/held-files.js'
import type { OpenedFiles } from '../documents/opened-files.js'
import { removeOriginalsWords } from '../documents/remove-originals-words.js'
import { marksOf, notesOf } from '../documents/summary/job-account.js'
import type { EngineHost } from '../engine/engine-host.js'
import type { Replies } from '../runs/replies.js'
import { systemOcrLanguages } from '../settings/ocr-languages-of.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import { refuseDocuments } from '../store/temporary/refuse-documents.js'
import { refuseTrashed } from '../trash/refuse-trashed.js'
import { windowInFront } from '../window/windows.js'
import {
  asFiles,
  asId,
  asIdOrNull,
  asLanguages,
  asPiece,
  asPlace,
  asSummaryOptions,
  asText,
  asWhole,
  settingsOrDefaults,
} from './arguments.js'

const maxPage = 1_000_000
const maxNameCharacters = 1_000
/** PDF allows 127 bytes. */
const maxPasswordCharacters = 1_000

export interface DocumentOptions {
  readonly store: Store
  readonly engine: EngineHost
  readonly documents: Documents
  readonly replies: Pick<Replies, 'requestModel'>
  readonly settings: SettingsFile
  readonly openedFiles: OpenedFiles
  /** The conversation's row changed. */
  readonly onConversation: (id: string) => void
}

/** Documents and the jobs that summarise them. */
export function createDocumentRequests(options: DocumentOptions) {
  const { store, engine, documents, replies, settings, openedFiles, onConversation } = options
  const arrivals = new Arrivals()
  const held = new HeldFiles()
  const addFiles = async (place: DocumentPlace, files: readonly AddedFile[]): Promise<AddedDocuments> => {
    if (typeof place === 'string') {
      refuseDocuments(place)
      refuseTrashed(store, place)
    }
    const added = await documents.addFiles(place, files, settings.value.defaults)
    for (const id of added.begun) onConversation(id)
    return added
  }

  /** Jobs use the model of their conversation. Throws `model-missing` before anything has begun. */
  const loadFor = (conversationId: string) => {
    replies.requestModel(conversationId)
    engine.wake()
  }

  return {
    async addDocuments(place, files) {
      const added = asFiles(files).map(({ name, bytes }) => ({ name, bytes, size: bytes.byteLength }))
      return addFiles(asPlace(place), added)
    },
    async beginDocument(givenPlace, givenName, bytes) {
      const place = asPlace(givenPlace)
      const name = asText(givenName, maxNameCharacters)
      // A larger one is announced as such, and refused.
      const size = asWhole(bytes, Number.MAX_SAFE_INTEGER)
      return arrivals.begin(size, (slices) => addFiles(place, [{ name, size, slices }]))
    },
    sendDocumentPiece: async (id, piece) => arrivals.take(asId(id), asPiece(piece)),
    endDocument: async (id) => arrivals.end(asId(id)),

    async pickDocuments(what) {
      const paths = await askForFiles(what === 'folders')
      return paths && held.hold(paths)
    },
    addGivenFiles: async (id, place) => addFiles(asPlace(place), held.take(asId(id))),
    getDocumentStorage: async () => documents.storage(),
    async removeOriginals() {
      const { fileBytes } = await documents.storage()
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        ...removeOriginalsWords(fileBytes),
        buttons: ['Remove', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      return response === 0 ? documents.removeOriginals() : 0
    },
    getSystemLanguages: async () => systemOcrLanguages(),
    takeOpenedFiles: async (): Promise<readonly GivenFiles[]> => held.hold(openedFiles.take()),

    async removeDocument(documentId) {
      await documents.remove(asId(documentId))
    },
    async readAgain(documentId) {
      documents.readAgain(asId(documentId))
    },
    async unlockDocument(documentId, password) {
      documents.unlock(asId(documentId), asText(password, maxPasswordCharacters, 'Check the password.'))
    },
    async readInLanguages(documentId, languages) {
      await documents.readInLanguages(asId(documentId), asLanguages(languages))
    },
    async summariseDocuments(conversationId, given, options) {
      const id = asIdOrNull(conversationId)
      if (id !== null) refuseTrashed(store, id)
      const wanted = optionalOptions(options)
      if (id !== null) loadFor(id)
      const message = documents.summarise(id, settingsOrDefaults(given, settings), wanted)
      if (id === null) loadFor(message.conversationId)
      onConversation(message.conversationId)
      return { conversationId: message.conversationId, messageId: message.id }
    },
    async cancelJob(jobId) {
      await documents.cancel(asId(jobId))
    },
    async repeatJob(messageId, options) {
      const wanted = optionalOptions(options)
      const { conversationId } = store.messages.get(asId(messageId))
      refuseTrashed(store, conversationId)
      loadFor(conversationId)
      documents.repeat(messageId, wanted)
    },
    async pauseJob(jobId) {
      await documents.pause(asId(jobId))
    },
    async resumeJob(jobId) {
      const { conversationId } = documents.job(asId(jobId))
      refuseTrashed(store, conversationId)
      loadFor(conversationId)
      await documents.resume(jobId)
    },
    readPageMarks: async (jobId) => marksOf(store, asId(jobId)),
    readNotes: async (jobId) => notesOf(store, asId(jobId)),
    readPage: async (documentId, page) => documents.readPage(asId(documentId), asWhole(page, maxPage)),
  } satisfies Partial<RequestHandlers>
}

const optionalOptions = (value: unknown) => (value === undefined ? undefined : asSummaryOptions(value))

/** The paths that the user chooses in the native dialog. On macOS it has files and folders in one. */
async function askForFiles(isForFolders: boolean): Promise<readonly string[] | null> {
  const window = windowInFront()
  const isMac = process.platform === 'darwin'
  const options: Electron.OpenDialogOptions = isForFolders
    ? { properties: ['openDirectory', 'multiSelections'] }
    : {
        properties: ['openFile', 'multiSelections', ...(isMac ? ['openDirectory' as const] : [])],
        filters: [
          { name: 'Documents', extensions: documentKinds.flatMap((kind) => documentFormats[kind].extensions) },
          { name: 'All files', extensions: ['*'] },
        ],
      }
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  return canceled ? null : filePaths
}
