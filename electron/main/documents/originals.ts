import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { maxDocumentBytes } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import { kindOf } from '../files/path-kind.js'
import { setAside } from '../files/set-aside.js'
import { report } from '../log/report.js'
import { tooLargeError } from './document-kind.js'

/** A file to add: its bytes, also in slices as they come, or the path that the user chose. */
export type NewFile =
  | { readonly bytes: Uint8Array }
  | { readonly slices: AsyncIterable<Uint8Array> }
  | { readonly path: string }

export interface StoredFile {
  /** SHA-256. */
  readonly hash: string
  readonly bytes: number
}

/** In bytes: what is read and written at once. */
const sliceBytes = 1024 * 1024

/**
 * The files that the user added, one for each document, in a folder of their own: in the database they would hold main
 * while they are written, and be in every backup.
 */
export class Originals {
  readonly #dataFolder: string
  readonly #folder: string
  /** The files that are being stored, which no row has yet. */
  readonly #storing = new Set<string>()

  /** @param dataFolder the folder of the app's data */
  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder
    this.#folder = join(dataFolder, 'documents')
  }

  /** Stores a file, which is on the disk when this resolves. Throws `disk-full`, `document-unreadable`, `document-too-large`. */
  async store(id: string, file: NewFile): Promise<StoredFile> {
    const temporary = `${this.#path(id)}.new`
    this.#storing.add(id).add(`${id}.new`)
    try {
      await this.#makeFolder()
      const stored = await writeSlices(temporary, slicesOf(file))
      await rename(temporary, this.#path(id))
      await syncFolder(this.#folder)
      return stored
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {})
      throw toAddingError(error)
    } finally {
      this.#storing.delete(id)
      this.#storing.delete(`${id}.new`)
    }
  }

  /** The file and its size in bytes; undefined when it is not there. */
  async open(id: string): Promise<{ readonly file: FileHandle; readonly size: number } | undefined> {
    const file = await openFile(this.#path(id)).catch(() => undefined)
    if (!file) return undefined
    const { size } = await file.stat()
    return { file, size }
  }

  /** Whether the file is there. */
  async has(id: string): Promise<boolean> {
    return (await stat(this.#path(id)).catch(() => undefined))?.isFile() ?? false
  }

  /** Gives a file to another document. */
  async move(from: string, to: string): Promise<void> {
    await rename(this.#path(from), this.#path(to))
    await syncFolder(this.#folder)
  }

  /** Returns whether there was a file, which is deleted. */
  async remove(id: string): Promise<boolean> {
    try {
      await rm(this.#path(id))
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') report('A document could not be deleted.', error)
      return false
    }
  }

  /** Of all files, in bytes. */
  async usage(): Promise<{ readonly files: number; readonly fileBytes: number }> {
    const names = await readdir(this.#folder).catch(() => [])
    const found = await Promise.all(names.map((name) => stat(join(this.#folder, name)).catch(() => undefined)))
    const files = found.filter((each) => each?.isFile() === true)
    return { files: files.length, fileBytes: files.reduce((sum, each) => sum + (each?.size ?? 0), 0) }
  }

  /**
   * Removes the files of documents that are gone, and what a crash left.
   * @param ids returns all documents; asked after the folder is read, so that it has each file that was stored by then
   * @param isKeeping the store may have lost documents: puts their files with what was damaged instead
   */
  async sweep(ids: () => readonly string[], isKeeping = false): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    const kept = new Set([...ids(), ...this.#storing])
    for (const name of names.filter((each) => !kept.has(each))) {
      if (isKeeping) setAside(this.#path(name), this.#dataFolder)
      else await this.remove(name)
    }
  }

  /** What stands in the place of the folder is kept. A link that leads nowhere stays: its disk may come back. */
  async #makeFolder(): Promise<void> {
    const kind = kindOf(this.#folder)
    if (kind === 'dangling') {
      const message =
        'The folder for documents leads to a place that is not there. Connect its disk and add the document again.'
      throw new AppError('document-unreadable', message)
    }
    if (kind === 'file' || kind === 'other') setAside(this.#folder, this.#dataFolder)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
  }

  #path(id: string): string {
    return join(this.#folder, id)
  }
}

function slicesOf(file: NewFile): AsyncIterable<Uint8Array> {
  if ('slices' in file) return file.slices
  return 'bytes' in file ? slicesIn(file.bytes) : slicesAt(file.path)
}

async function* slicesIn(bytes: Uint8Array) {
  for (let from = 0; from < bytes.length; from += sliceBytes) yield bytes.subarray(from, from + sliceBytes)
}

/** Opens nothing but files, because opening a FIFO waits until another program writes to it. */
async function openFile(path: string): Promise<FileHandle> {
  if (!(await stat(path)).isFile()) throw new Error('This is not a file.')
  return open(path)
}

/** Not more than the file has when it is opened: another program may write to it for ever. */
async function* slicesAt(path: string) {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    const slice = new Uint8Array(sliceBytes)
    for (let from = 0; from < size; ) {
      const { bytesRead } = await file.read(slice, 0, slice.length)
      if (bytesRead === 0 || from + bytesRead > size) throw changedMeanwhile()
      yield slice.subarray(0, bytesRead)
      from += bytesRead
    }
    if ((await file.stat()).size !== size) throw changedMeanwhile()
  } finally {
    await file.close()
  }
}

const changedMeanwhile = () =>
  new AppError('document-unreadable', 'It changed while it was added. Add it again when it is complete.')

async function writeSlices(path: string, slices: AsyncIterable<Uint8Array>): Promise<StoredFile> {
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(path, 'w', 0o600)
  try {
    for await (const slice of slices) {
      bytes += slice.byteLength
      if (bytes > maxDocumentBytes) throw tooLargeError(bytes)
      hash.update(slice)
      await file.writeFile(slice)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { hash: hash.digest('hex'), bytes }
}

/** Puts the new name on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

function toAddingError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      'There is no space left on the disk. Free some space and add the document again.',
      {
        cause: error,
      },
    )
  }
  return new AppError('document-unreadable', 'It could not be opened. Check that it still exists and can be read.', {
    cause: error,
  })
}
