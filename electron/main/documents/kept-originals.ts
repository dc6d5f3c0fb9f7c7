import type { DocumentStorage } from '../../../contract/documents.js'
import { report } from '../log/report.js'
import type { StoredDocuments } from '../store/documents.js'
import type { Originals } from './originals.js'

interface KeptOriginalsOptions {
  readonly documents: StoredDocuments
  readonly originals: Originals
  /** Whether the file of a document stays once its text is read and sent. */
  readonly keepsOriginals: () => boolean
}

/** Deletes the original files of documents that need them no more. */
export class KeptOriginals {
  readonly #options: KeptOriginalsOptions
  readonly #removals = new Set<Promise<unknown>>()
  #sweeping = Promise.resolve()

  constructor(options: KeptOriginalsOptions) {
    this.#options = options
  }

  /** Call when a document is read or sent. Until both, its pictures may be read in another language. Throws `not-found`. */
  letGo(id: string): void {
    const { documents, originals, keepsOriginals } = this.#options
    if (keepsOriginals() || documents.get(id).state !== 'read' || !documents.isSent(id)) return
    const removing = originals.remove(id).finally(() => this.#removals.delete(removing))
    this.#removals.add(removing)
  }

  async storage(): Promise<DocumentStorage> {
    const { documents, originals } = this.#options
    return { ...(await originals.usage()), textBytes: documents.textBytes() }
  }

  /** Deletes the files of documents that are read. Returns how many there were. */
  async removeAll(): Promise<number> {
    const { documents, originals } = this.#options
    let count = 0
    for (const id of documents.readIds()) {
      // One may be read again meanwhile, in other languages, and needs its file.
      const isStillRead = documents.readIds().includes(id)
      if (isStillRead && (await originals.remove(id))) count++
    }
    return count
  }

  /** Deletes the files of documents that are gone; with `isKeeping` puts them with what was damaged. */
  sweep({ isKeeping = false } = {}): Promise<void> {
    const { documents, originals } = this.#options
    this.#sweeping = originals
      .sweep(documents.ids, isKeeping)
      .catch((error) => report('The files of deleted documents could not be deleted.', error))
    return this.#sweeping
  }

  /** Resolves when nothing is being deleted. */
  async idle(): Promise<void> {
    await Promise.all([...this.#removals, this.#sweeping])
  }
}
