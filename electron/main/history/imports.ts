import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { AppError } from '../../../contract/errors.js'
import type { ImportPreview, ImportReport } from '../../../contract/history.js'
import type { Archive } from '../store/archive/archive.js'
import { importFile } from './importing/import-file.js'

/** Imports that a window was shown, and those that were made, by the id of the preview. A window never sees a path. */
export class Imports {
  readonly #archive: Archive
  readonly #files = new Map<string, string>()
  readonly #added = new Map<string, readonly string[]>()
  readonly #takenBack = new Map<string, readonly string[]>()
  #isRunning = false

  constructor(archive: Archive) {
    this.#archive = archive
  }

  /** Reads a file as the import would, without writing. Throws `refused` for what is no export. */
  async preview(file: string): Promise<ImportPreview> {
    const { newIds: _, ...report } = await this.#alone(() => importFile(this.#archive, file, { isDry: true }))
    const id = randomUUID()
    this.#files.set(id, file)
    return { id, fileName: basename(file), ...report }
  }

  /** Throws `not-found` for an id that was not previewed, or was imported already. */
  async run(id: string): Promise<ImportReport> {
    const file = this.#files.get(id)
    if (file === undefined) throw new AppError('not-found', 'Choose the file again.')
    this.#files.delete(id)
    const { newIds, ...report } = await this.#alone(() => importFile(this.#archive, file, { isDry: false }))
    this.#added.set(id, newIds)
    return report
  }

  /** The conversations that an import added. Throws `not-found`. */
  addedBy(id: string): readonly string[] {
    const added = this.#added.get(id)
    if (!added) throw new AppError('not-found', 'This import cannot be undone any more.')
    return added
  }

  /** These conversations of the import went to the Trash. */
  tookBack(id: string, ids: readonly string[]): void {
    this.#takenBack.set(id, ids)
  }

  takenBackBy(id: string): readonly string[] {
    return this.#takenBack.get(id) ?? []
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isRunning) throw new AppError('refused', 'Another file is being imported. Wait until it is done.')
    this.#isRunning = true
    try {
      return await work()
    } finally {
      this.#isRunning = false
    }
  }
}
