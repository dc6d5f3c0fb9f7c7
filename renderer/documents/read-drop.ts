import { type FolderFile, isPackage, maxFolderEntries } from '../../contract/folders.js'

/** What was dropped: files, and folders that are still to be looked into. */
export interface Dropped {
  readonly files: readonly File[]
  readonly folders: readonly FileSystemDirectoryEntry[]
}

/** Call while the drop is handled: afterwards the browser has forgotten it. */
export function readDrop(transfer: DataTransfer): Dropped {
  const files: File[] = []
  const folders: FileSystemDirectoryEntry[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    if (entry && isFolder(entry) && !isPackage(entry.name)) folders.push(entry)
    // A document of Pages is a folder, which no browser gives as a file; an empty one of its name says why it is refused.
    else if (entry && isFolder(entry)) files.push(new File([], entry.name))
    else {
      const file = item.getAsFile()
      if (file) files.push(file)
    }
  }
  return { files, folders }
}

export interface FileInFolder extends FolderFile {
  /** Absent for a folder that macOS shows as a file. */
  readonly file?: File
}

/** The files of a dropped folder and of the folders in it, at most `maxFolderEntries`. */
export async function listDropped(folder: FileSystemDirectoryEntry): Promise<readonly FileInFolder[]> {
  const found: FileInFolder[] = []
  const waiting: FileSystemDirectoryEntry[] = [folder]
  while (found.length < maxFolderEntries) {
    const next = waiting.shift()
    if (!next) break
    for (const entry of await entriesOf(next)) {
      const path = entry.fullPath.slice(folder.fullPath.length + 1)
      if (isFolder(entry) && !isPackage(entry.name) && !entry.name.startsWith('.')) waiting.push(entry)
      else if (isFile(entry)) found.push(await withFile(entry, path))
      else found.push({ path, bytes: 0 })
    }
  }
  return found.slice(0, maxFolderEntries)
}

/** A browser gives at most a hundred at once. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  while (all.length < maxFolderEntries) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    all.push(...some)
  }
  return all
}

async function withFile(entry: FileSystemFileEntry, path: string): Promise<FileInFolder> {
  try {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return { path, bytes: file.size, file }
  } catch {
    return { path, bytes: 0 } // it is gone, or the user may not read it
  }
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
