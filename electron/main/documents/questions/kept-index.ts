import type { PassageIndex } from './passage-index.js'

/** Characters of the longest text whose index is kept. The index has about three times as many bytes. */
const maxKeptCharacters = 20_000_000

interface Entry {
  readonly key: string
  readonly index: Promise<PassageIndex>
  users: number
}

/** Keeps the index of the documents that were searched last, for the next question about them. */
export class KeptIndex {
  #kept: Entry | undefined

  /**
   * Calls `work` with the index of these documents, which it must not use afterwards.
   * @param key the same for the same documents in the same order
   */
  async use<T>(key: string, build: () => Promise<PassageIndex>, work: (index: PassageIndex) => Promise<T>): Promise<T> {
    const entry = this.#kept?.key === key ? this.#kept : { key, index: build(), users: 0 }
    const before = this.#kept
    this.#kept = entry
    if (before !== entry) closeUnused(before)
    entry.users++
    try {
      const index = await entry.index
      if (charactersOf(index) > maxKeptCharacters) this.#forget(entry)
      return await work(index)
    } catch (error) {
      this.#forget(entry)
      throw error
    } finally {
      entry.users--
      if (entry !== this.#kept) closeUnused(entry)
    }
  }

  #forget(entry: Entry): void {
    if (this.#kept === entry) this.#kept = undefined
  }
}

function closeUnused(entry: Entry | undefined): void {
  if (!entry || entry.users > 0) return
  entry.index.then(
    (index) => index.close(),
    () => {},
  )
}

const charactersOf = ({ passages }: PassageIndex) => passages.reduce((sum, { text }) => sum + text.length, 0)
