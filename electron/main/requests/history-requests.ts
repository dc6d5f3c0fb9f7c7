import { dialog } from 'electron'
import { isTemporary } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import {
  type ExportFormat,
  exportedTrashWords,
  exportFormats,
  hasTrash,
  isExportFormat,
} from '../../../contract/history.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import { fileName } from '../files/file-name.js'
import { duplicateUpTo } from '../history/duplicate.js'
import { docxFile } from '../history/exporting/docx/docx-file.js'
import { exportJson } from '../history/exporting/export-json.js'
import { htmlPage } from '../history/exporting/html-page.js'
import { markdownText } from '../history/exporting/markdown-text.js'
import { type ShownConversation, shownConversation } from '../history/exporting/shown-conversation.js'
import { writePieces } from '../history/exporting/write-pieces.js'
import { Imports } from '../history/imports.js'
import type { Replies } from '../runs/replies.js'
import type { Store } from '../store/store.js'
import { printPages, printToPdf } from '../window/print-to-pdf.js'
import { windowInFront } from '../window/windows.js'
import { asId } from './arguments.js'

export interface HistoryOptions {
  readonly store: Store
  readonly replies: Pick<Replies, 'refuseBusy'>
  readonly onConversation: (...ids: readonly string[]) => void
  /** Many conversations have come or gone. */
  readonly onConversations: () => void
}

/** What goes out to files, and what comes in from them. */
export function createHistoryRequests({ store, replies, onConversation, onConversations }: HistoryOptions) {
  const imports = new Imports(store.archive)

  /** @param message says in the dialog of macOS what is in the file */
  const exportTo = async (
    format: ExportFormat,
    title: string,
    ids: readonly string[],
    message?: string,
  ): Promise<boolean> => {
    const { label, extension } = exportFormats[format]
    const options = {
      defaultPath: `${fileName(title)}.${extension}`,
      filters: [{ name: label, extensions: [extension] }],
      ...(message !== undefined && { message, title: message }),
    }
    const window = windowInFront()
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options))
    if (canceled || filePath === '') return false
    if (format === 'json') await exportJson(store.archive, filePath, ids)
    else await writeShown(store, format, filePath, title, ids)
    return true
  }

  return {
    exportConversation: (id, format) => {
      const { title } = store.conversations.get(asId(id))
      return exportTo(asFormat(format), title, [id])
    },
    async printConversation(id) {
      const shown = shownConversation(store, asId(id))
      await printPages([...htmlPage(shown.title, [shown], true)])
    },
    exportFolder(folderId, format) {
      const wanted = asFormat(format)
      const folders = store.folders.list()
      const folder = folders.find(({ id }) => id === asId(folderId))
      if (!folder) throw new AppError('not-found', 'This folder no longer exists.')
      const inside = new Set([
        folder.id,
        ...folders.flatMap(({ id, parentId }) => (parentId === folder.id ? [id] : [])),
      ])
      const listed = store.conversations
        .list()
        .filter(({ folderId: place }) => place !== undefined && inside.has(place))
      return exportTo(
        wanted,
        folder.name,
        listed.map(({ id }) => id),
        exportedTrashWords(false),
      )
    },
    async duplicateConversation(messageId) {
      const { id, conversationId } = store.messages.get(asId(messageId))
      if (isTemporary(conversationId))
        throw new AppError('refused', 'Keep this temporary conversation first, then duplicate it.')
      replies.refuseBusy(conversationId)
      const duplicate = duplicateUpTo(store.archive, conversationId, id, Date.now())
      onConversation(duplicate)
      void store.fillSearchIndex()
      return duplicate
    },
    exportAll(format) {
      const wanted = asFormat(format)
      const isWhole = hasTrash(wanted)
      const listed = () => store.conversations.list().map(({ id }) => id)
      return exportTo(
        wanted,
        'Conversations',
        isWhole ? store.archive.conversationIds() : listed(),
        exportedTrashWords(isWhole),
      )
    },
    async previewImport() {
      const options: Electron.OpenDialogOptions = {
        properties: ['openFile'],
        filters: [{ name: 'Exports', extensions: ['json', 'zip'] }],
      }
      const window = windowInFront()
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options))
      const [file] = filePaths
      return canceled || file === undefined ? null : imports.preview(file)
    },
    async runImport(importId) {
      try {
        return await imports.run(asId(importId))
      } finally {
        // Also after a failure, when part of the file was added.
        onConversations()
        void store.fillSearchIndex()
      }
    },
    async undoImport(importId) {
      const ids = imports.addedBy(asId(importId)).filter((id) => isThere(store, id))
      store.atomically(() => {
        for (const id of ids) store.conversations.trash(id)
      })
      imports.tookBack(importId, ids)
      onConversations()
    },
    async redoImport(importId) {
      const ids = imports.takenBackBy(asId(importId))
      store.atomically(() => {
        for (const id of ids) if (isTrashed(store, id)) store.conversations.restore(id)
      })
      onConversations()
    },
  } satisfies Partial<RequestHandlers>
}

function asFormat(value: unknown): ExportFormat {
  if (isExportFormat(value)) return value
  throw new AppError('refused', 'There is no such format.')
}

/** Undefined for one that is gone. */
function isTrashed({ conversations }: Store, id: string): boolean | undefined {
  try {
    return conversations.get(id).trashedAt !== undefined
  } catch {
    return undefined
  }
}

const isThere = (store: Store, id: string) => isTrashed(store, id) === false

async function writeShown(
  store: Store,
  format: Exclude<ExportFormat, 'json'>,
  file: string,
  title: string,
  ids: readonly string[],
): Promise<void> {
  function* shown(): Generator<ShownConversation> {
    for (const id of ids) yield shownConversation(store, id)
  }
  function* texts() {
    for (const each of shown()) yield `${markdownText(each)}\n`
  }
  if (format === 'markdown') await writePieces(file, texts())
  else if (format === 'html') await writePieces(file, htmlPage(title, shown()))
  else if (format === 'docx') await writePieces(file, docxFile(shown()))
  else await writePieces(file, [await printToPdf([...htmlPage(title, shown())])])
}
