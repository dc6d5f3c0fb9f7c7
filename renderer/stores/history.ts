import { create } from 'zustand'
import {
  type ExportFormat,
  exportedTrashWords,
  exportFormats,
  hasTrash,
  type ImportPreview,
  type ImportReport,
} from '../../contract/history.js'
import { request } from '../bridge.js'
import { plural } from '../ui/words.js'
import { openConversation } from './conversations.js'
import { noticeOf, record, reporting, undoStep } from './undo.js'
import { notify, reportError } from './view.js'

interface HistoryStore {
  /** What an import would add, while the window asks whether to do it. */
  readonly preview: ImportPreview | null
  readonly isImporting: boolean
}

export const useHistory = create<HistoryStore>(() => ({ preview: null, isImporting: false }))

/** Main shows the native dialogs. */
export async function exportConversation(id: string, format: ExportFormat): Promise<void> {
  await exported(() => request.exportConversation(id, format), format)
}

export async function exportFolder(id: string, format: ExportFormat): Promise<void> {
  await exported(() => request.exportFolder(id, format), format, exportedTrashWords(false))
}

/** Opens a new conversation that is the open one up to a message. */
export async function duplicateFrom(messageId: string): Promise<void> {
  try {
    const id = await request.duplicateConversation(messageId)
    openConversation(id)
    const step = record({
      name: 'Duplicate',
      ids: [id],
      undo: reporting(() => request.trashConversation(id)),
      redo: reporting(() => request.restoreConversation(id)),
    })
    notify({
      message: 'Duplicated as a new conversation',
      about: noticeOf(step),
      action: { label: 'Undo', run: () => undoStep(step) },
    })
  } catch (error) {
    reportError(error)
  }
}

export async function exportAll(format: ExportFormat): Promise<void> {
  await exported(() => request.exportAll(format), format, exportedTrashWords(hasTrash(format)))
}

/** Opens the print dialog of the system. */
export async function printConversation(id: string): Promise<void> {
  await request.printConversation(id).catch(reportError)
}

async function exported(save: () => Promise<boolean>, format: ExportFormat, more?: string): Promise<void> {
  try {
    const message = `Exported as ${exportFormats[format].label}`
    if (await save()) notify({ message: more === undefined ? message : `${message}. ${more}` })
  } catch (error) {
    reportError(error)
  }
}

export async function previewImport(): Promise<void> {
  if (useHistory.getState().isImporting) return
  try {
    useHistory.setState({ preview: await request.previewImport() })
  } catch (error) {
    reportError(error)
  }
}

export const closePreview = () => useHistory.setState({ preview: null })

/** Imports the file of the preview. Undo moves what was added to the Trash, in one step. */
export async function runImport(): Promise<void> {
  const { preview, isImporting } = useHistory.getState()
  if (!preview || isImporting) return
  useHistory.setState({ isImporting: true })
  try {
    const report = await request.runImport(preview.id)
    if (report.conversations === 0) {
      notify({ message: importedWords(report) })
      return
    }
    const step = record({
      name: 'Import',
      ids: [preview.id],
      undo: reporting(() => request.undoImport(preview.id)),
      redo: reporting(() => request.redoImport(preview.id)),
    })
    notify({
      message: importedWords(report),
      about: noticeOf(step),
      action: { label: 'Undo', run: () => undoStep(step) },
    })
  } catch (error) {
    reportError(error)
  } finally {
    useHistory.setState({ preview: null, isImporting: false })
  }
}

/** "Imported 12 conversations with 340 messages" */
const importedWords = ({ conversations, messages }: ImportReport) =>
  `Imported ${plural(conversations, 'conversation')} with ${plural(messages, 'message')}`
