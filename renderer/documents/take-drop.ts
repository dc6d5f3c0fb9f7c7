import { divideFolder, summarizeFolder } from '../../contract/folders.js'
import { composerField } from '../chat/composer/composer-field.js'
import { readTransfer } from '../chat/pasting/read-transfer.js'
import { takeText } from '../chat/pasting/take-text.js'
import { askAboutFolder } from '../stores/adding-files.js'
import { openConversation, useConversations } from '../stores/conversations.js'
import { refuse, refuseInTrash } from '../stores/documents.js'
import { addFiles, addFilesAt } from './add-files.js'
import { fileLinks } from './file-links.js'
import { listDropped, readDrop } from './read-drop.js'

export const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false

/** Takes what is dropped onto the window; `rowId` is the conversation of the sidebar that it is dropped on. */
export function takeDrop(transfer: DataTransfer, rowId: string | undefined): void {
  if (!hasFiles(transfer)) {
    takeWords(transfer)
    return
  }
  const { files, folders } = readDrop(transfer)
  // Its composer shows what was added, and what was refused.
  if (rowId !== undefined) openConversation(rowId)
  if (refuseInTrash()) return
  const { openId } = useConversations.getState()
  void addFiles(files)
  for (const folder of folders)
    ask(folder, openId).catch(() => refuse(openId, { name: folder.name, message: folderRefusal }))
}

async function ask(folder: FileSystemDirectoryEntry, conversationId: string | null): Promise<void> {
  const entries = await listDropped(folder)
  const files = divideFolder(entries).files.flatMap(({ file }) => file ?? [])
  askAboutFolder({
    conversationId,
    summary: summarizeFolder(folder.name, entries),
    add: async (place) => {
      const [first] = await addFilesAt(place, conversationId, files)
      if (first !== undefined) openConversation(first)
    },
  })
}

function takeWords(transfer: DataTransfer): void {
  if (refuseInTrash()) return
  const links = fileLinks(transfer.getData('text/uri-list'))
  if (links.length > 0) {
    const { openId } = useConversations.getState()
    for (const name of links) refuse(openId, { name, message: linkRefusal })
    return
  }
  const dropped = readTransfer(transfer)
  if ('text' in dropped && dropped.text) takeText(dropped.text, 'dropped', composerField())
}

/** A page with an origin of its own may not look into a folder on every system; main may, where the user chooses it. */
const folderRefusal =
  'This folder can’t be looked into when it is dropped. Choose it with Add Folder… in the File menu.'

/** A window gets no access to what an address names, only to a file itself. */
const linkRefusal = 'This is only a link to the file. Drop the file itself, or choose it with Add document.'
