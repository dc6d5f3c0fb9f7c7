import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { GivenFiles } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import { divideFolder, isPackage, maxFolderFiles, summarizeFolder } from '../../../contract/folders.js'
import { listFolder } from '../files/list-folder.js'

interface HeldFile {
  readonly name: string
  readonly path: string
  /** In bytes. */
  readonly size: number
}

const maxHeld = 100

/** Files that the user chose or opened with Parley. A window asks what to do with them, and never learns their paths. */
export class HeldFiles {
  readonly #held = new Map<string, readonly HeldFile[]>()

  /** Files, and each folder by itself, which the window asks about. What is not there is held as empty, and then refused. */
  async hold(paths: readonly string[]): Promise<readonly GivenFiles[]> {
    const files: HeldFile[] = []
    const given: GivenFiles[] = []
    for (const path of paths) {
      const name = basename(path)
      const found = await stat(path).catch(() => undefined)
      if (found?.isDirectory() && !isPackage(name)) given.push(await this.#holdFolder(name, path))
      else files.push({ name, path, size: found?.size ?? missingSize })
    }
    return files.length === 0 ? given : [{ id: this.#keep(files) }, ...given]
  }

  /** The files, which are held no more. Throws `not-found`. */
  take(id: string): readonly HeldFile[] {
    const files = this.#held.get(id)
    this.#held.delete(id)
    if (!files) throw new AppError('not-found', 'These files are not waiting any more. Choose them again.')
    return files
  }

  async #holdFolder(name: string, path: string): Promise<GivenFiles> {
    const entries = await listFolder(path)
    const files = divideFolder(entries).files.slice(0, maxFolderFiles)
    const held = files.map((file) => ({ name: basename(file.path), path: file.place, size: file.bytes }))
    return { id: this.#keep(held), folder: summarizeFolder(name, entries) }
  }

  #keep(files: readonly HeldFile[]): string {
    const [oldest] = this.#held.keys()
    if (oldest !== undefined && this.#held.size >= maxHeld) this.#held.delete(oldest)
    const id = randomUUID()
    this.#held.set(id, files)
    return id
  }
}

/** Not 0, which would be refused as an empty file: opening it says that it is not there. */
const missingSize = 1
