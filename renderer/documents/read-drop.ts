import { type FolderFile, isPackage } from '../../contract/folders.js'

/** What was dropped: files, and the names of folders. */
interface Dropped {
  readonly files: readonly File[]
  readonly folders: readonly string[]
}

/** Call while the drop is handled: afterwards the browser has forgotten it. */
export function readDrop(transfer: DataTransfer): Dropped {
  const files: File[] = []
  const folders: string[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    if (entry?.isDirectory && !isPackage(entry.name)) folders.push(entry.name)
    // A document of Pages is a folder, which no browser gives as a file; an empty one of its name says why it is refused.
    else if (entry?.isDirectory) files.push(new File([], entry.name))
    else {
      const file = item.getAsFile()
      if (file) files.push(file)
    }
  }
  return { files, folders }
}

/** As a file of a folder has it: the path with the folder's own name. */
type FileOfFolder = Pick<File, 'webkitRelativePath' | 'size'>

interface FileInFolder<T> extends FolderFile {
  /** Absent for a folder that macOS shows as a file. */
  readonly file?: T
}

/** The name of a folder and what is in it, from the files that the browser found there. */
export function readFolder<T extends FileOfFolder>(files: readonly T[]) {
  const entries = new Map<string, FileInFolder<T>>()
  let name = ''
  for (const file of files) {
    const [own = '', ...parts] = file.webkitRelativePath.split('/')
    name = own
    const packageAt = parts.slice(0, -1).findIndex(isPackage)
    const path = (packageAt < 0 ? parts : parts.slice(0, packageAt + 1)).join('/')
    entries.set(path, packageAt < 0 ? { path, bytes: file.size, file } : { path, bytes: 0 })
  }
  return { name, entries: [...entries.values()] }
}
