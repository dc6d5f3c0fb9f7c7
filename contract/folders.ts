import { kindOfName } from './documents.js'

/** A file to add, as a folder has it: with the path within the folder, and its size in bytes. */
export interface FolderFile {
  readonly path: string
  readonly bytes: number
}

/** What a folder has, for the question what to do with it. */
export interface FolderSummary {
  readonly name: string
  /** Of the files that can be added. */
  readonly count: number
  readonly bytes: number
  /** Hidden files, which are left out. */
  readonly hidden: number
  /** The names of files of other kinds, and of empty ones, at most `maxNamed`. */
  readonly unreadable: readonly string[]
  readonly unreadableCount: number
}

/** More are not added at once: nobody asks about them in one go, and each is read, stored and shown. */
export const maxFolderFiles = 100
/** No more files and folders in a folder are looked at. */
export const maxFolderEntries = 10_000
/** Folders in folders; nobody looks for documents below. */
export const maxFolderDepth = 20
const maxNamed = 8

const order = new Intl.Collator('en', { numeric: true })

/** Divides what is in a folder into files that can be added and others, both in the order of their names. */
export function divideFolder<T extends FolderFile>(entries: readonly T[]) {
  const shown = entries.filter(({ path }) => !isHidden(path)).sort((a, b) => order.compare(a.path, b.path))
  return {
    files: shown.filter(isReadable),
    unreadable: shown.filter((each) => !isReadable(each)),
    hidden: entries.length - shown.length,
  }
}

export function summarizeFolder(name: string, entries: readonly FolderFile[]): FolderSummary {
  const { files, unreadable, hidden } = divideFolder(entries)
  return {
    name,
    count: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    hidden,
    unreadable: unreadable.slice(0, maxNamed).map(({ path }) => lastSegment(path)),
    unreadableCount: unreadable.length,
  }
}

const isReadable = ({ path, bytes }: FolderFile) => bytes > 0 && kindOfName(path) !== undefined

/** What Finder and Explorer do not show, and the files that Office keeps beside an open document. */
const isHidden = (path: string) =>
  path.split('/').some((part) => /^(\.|~\$)|^(Thumbs\.db|desktop\.ini|__MACOSX)$/i.test(part))

export const lastSegment = (path: string) => path.split('/').at(-1) ?? path

/** A folder that macOS shows as a file, such as a document of Pages. */
export const isPackage = (name: string) =>
  /\.(pages|numbers|key|rtfd|app|bundle|photoslibrary|band|logicx|xcodeproj|playground)$/i.test(name)
