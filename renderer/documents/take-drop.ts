import { divideFolder, summarizeFolder } from '../../contract/folders.js'
import { composerField } from '../chat/composer/composer-field.js'
import { readTransfer } from '../chat/pasting/read-transfer.js'
import { takeText } from '../chat/pasting/take-text.js'
import { askAboutFolder, currentPlace, refusePlace, unasked } from '../stores/adding-files.js'
import { openConversation } from '../stores/conversations.js'
import { refuse, refuseInTrash } from '../stores/documents.js'
import { useView } from '../stores/view.js'
import { addFiles, addFilesAt } from './add-files.js'
import { fileLinks } from './file-links.js'
import { readDrop, readFolder } from './read-drop.js'

export const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false

/** Takes what is dropped onto the window; `rowId` is the conversation of the sidebar that it is dropped on. */
export function takeDrop(transfer: DataTransfer, rowId: string | undefined): void {
  if (!hasFiles(transfer)) {
    takeWords(transfer)
    return
  }
  const { files, folders } = readDrop(transfer)
  if (!openPlace(rowId)) return
  const { shownIn } = currentPlace()
  void addFiles(files)
  for (const name of folders) refuse(shownIn, { name, message: folderRefusal })
}

/** Asks about a dropped folder, of which the browser found these files. */
export function takeFolder(files: readonly File[], rowId: string | undefined): void {
  if (files.length === 0 || !openPlace(rowId)) return
  const { place: current, shownIn } = currentPlace()
  const { name, entries } = readFolder(files)
  const readable = divideFolder(entries).files.flatMap(({ file }) => file ?? [])
  askAboutFolder({
    conversationId: shownIn,
    place: unasked(current),
    summary: summarizeFolder(name, entries),
    add: async (place) => {
      const [first] = await addFilesAt(place, shownIn, readable)
      if (first !== undefined) openConversation(first)
    },
  })
}

/** Opens the conversation of a row: its composer shows what was added, and what was refused. False in the Trash. */
function openPlace(rowId: string | undefined): boolean {
  if (rowId !== undefined && useView.getState().project === null) openConversation(rowId)
  return !refusePlace()
}

function takeWords(transfer: DataTransfer): void {
  if (refuseInTrash()) return
  const links = fileLinks(transfer.getData('text/uri-list'))
  if (links.length > 0) {
    const { shownIn } = currentPlace()
    for (const name of links) refuse(shownIn, { name, message: linkRefusal })
    return
  }
  const dropped = readTransfer(transfer)
  if ('text' in dropped && dropped.text) takeText(dropped.text, 'dropped', composerField())
}

/** The browser looks into one folder only, and only when it is dropped alone. */
const folderRefusal = 'Drop this folder by itself, or choose it with Add Folder… in the File menu.'

/** A window gets no access to what an address names, only to a file itself. */
const linkRefusal = 'This is only a link to the file. Drop the file itself, or choose it with Add document.'
