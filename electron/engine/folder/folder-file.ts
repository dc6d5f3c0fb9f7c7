import { constants } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { FolderError } from './folder-error.js'
import { parseJson } from './json.js'

/** A hundred times the size of the largest model's JSON. */
const maxJsonBytes = 4 * 1024 * 1024

/** The beginning of the text that Git LFS stores in place of a large file. */
const lfsPointer = Buffer.from('version https://git-lfs')

/** A folder whose path has no symbolic links. */
export interface Folder {
  readonly path: string
  /** The name in error messages: "The model’s config.json is missing." */
  readonly owner: 'model' | 'adapter'
}

export interface FolderFile {
  readonly name: string
  /** Has no symbolic links. */
  readonly path: string
  readonly handle: FileHandle
  readonly bytes: number
}

/** Throws `folder-missing` or `adapter-missing`. */
export async function openFolder(path: string, owner: Folder['owner'] = 'model'): Promise<Folder> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return { path: await realpath(path), owner }
  throw new FolderError(
    owner === 'model' ? 'folder-missing' : 'adapter-missing',
    `The ${owner}’s folder is not there. Choose the folder again.`,
  )
}

/**
 * Opens a regular file of the folder, passes it to `use`, and closes it. A name may be a link to a file inside the
 * folder, or into the blobs of the Hugging Face cache (of the repository, or those that all share) if the folder is one of
 * its snapshots. Never waits for a pipe.
 * Throws `file-missing`, `file-unreadable`, `not-a-file` or `path-outside`.
 */
export async function withFile<T>(folder: Folder, name: string, use: (file: FolderFile) => Promise<T>): Promise<T> {
  const path = await realpath(join(folder.path, name)).catch((error) => {
    throw unreadable(folder, name, error)
  })
  if (!isInside(folder.path, path)) {
    throw new FolderError(
      'path-outside',
      `The ${folder.owner}’s ${name} is a link to a file outside its folder. Put the file itself there.`,
    )
  }
  // Without O_NONBLOCK, opening a pipe waits for its other end.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch((error) => {
    throw unreadable(folder, name, error)
  })
  try {
    const found = await handle.stat()
    if (!found.isFile()) {
      throw new FolderError('not-a-file', `The ${folder.owner}’s ${name} is not a file. ${downloadAdvice(folder)}`)
    }
    return await use({ name, path, handle, bytes: found.size })
  } finally {
    await handle.close()
  }
}

/** Returns the parsed JSON of a file in the folder. Throws what `withFile` throws, and `json-…`. */
export function readJson(folder: Folder, name: string): Promise<unknown> {
  return withFile(folder, name, async (file) => {
    if (file.bytes > maxJsonBytes) {
      throw new FolderError(
        'json-too-large',
        `The ${folder.owner}’s ${name} is larger than 4 MB. ${downloadAdvice(folder)}`,
      )
    }
    return parseJson(
      await readBytes(folder, file, 0, file.bytes),
      `The ${folder.owner}’s ${name}`,
      downloadAdvice(folder),
    )
  })
}

/** Returns `undefined` if the file is missing. */
export function readOptionalJson(folder: Folder, name: string): Promise<unknown> {
  return readJson(folder, name).catch((error) => {
    if (error instanceof FolderError && error.reason === 'file-missing') return undefined
    throw error
  })
}

/** Throws `file-cut-off`. */
export async function readBytes(folder: Folder, file: FolderFile, position: number, length: number): Promise<Buffer> {
  const cutOff = () =>
    new FolderError('file-cut-off', `The ${folder.owner}’s ${file.name} is cut off. ${downloadAdvice(folder)}`)
  if (position + length > file.bytes) throw cutOff()
  const buffer = Buffer.allocUnsafe(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.handle.read(buffer, done, length - done, position + done)
    if (bytesRead === 0) throw cutOff()
    done += bytesRead
  }
  return buffer
}

/** Throws `not-downloaded` if Git LFS left only a pointer in place of the file. */
export function expectContent(folder: Folder, file: FolderFile, beginning: Buffer): void {
  if (!beginning.subarray(0, lfsPointer.length).equals(lfsPointer)) return
  throw new FolderError(
    'not-downloaded',
    `The ${folder.owner}’s ${file.name} was not downloaded: Git stored only a pointer to it. ${downloadAdvice(folder)}`,
  )
}

export function downloadAdvice(folder: Folder): string {
  return `Download the ${folder.owner} again.`
}

function isInside(folder: string, path: string): boolean {
  if (isWithin(folder, path)) return true
  const snapshots = dirname(folder)
  if (basename(snapshots) !== 'snapshots') return false
  const repository = dirname(snapshots)
  if (dirname(path) === join(repository, 'blobs')) return true
  // Since its version 2, the cache shares equal files of all repositories: `CACHE/blobs/XX/HASH`.
  const shared = join(dirname(repository), 'blobs')
  return basename(repository).startsWith('models--') && dirname(dirname(path)) === shared
}

const isWithin = (folder: string, path: string) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

function unreadable(folder: Folder, name: string, cause: NodeJS.ErrnoException): FolderError {
  const file = `The ${folder.owner}’s ${name}`
  return cause.code === 'ENOENT'
    ? new FolderError('file-missing', `${file} is missing. ${downloadAdvice(folder)}`, { cause })
    : new FolderError('file-unreadable', `${file} can’t be read. Check that you may open it.`, { cause })
}
