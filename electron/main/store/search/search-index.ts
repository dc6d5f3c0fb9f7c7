import type { Database } from '../database.js'
import { isDamage } from '../store-error.js'
import { type IndexText, toIndexText } from './search-text.js'
import { type SearchedMessage, searchedColumns, searchedText, withDocuments } from './searched-text.js'
import { TextIndex } from './text-index.js'

interface IndexedMessage extends SearchedMessage {
  readonly id: string
  readonly sequence: number
}

/** A longer text is read, converted and written in slices of its own. */
const maxSliceCharacters = 30_000

/** A long text that the next slice goes on with. */
interface LongText {
  readonly id: string
  readonly text: string
  readonly converted?: IndexText
}

/**
 * The index of titles, of the texts of messages (not reasoning), and of the summaries of documents. Callers update it in the
 * transaction that writes the text, because SQL triggers cannot convert it. An index that was cleared is filled in slices,
 * newest first, and finds meanwhile what it has.
 */
export class SearchIndex {
  /** Called when the index was cleared, perhaps within a transaction. */
  onClear: () => void = () => {}
  readonly #db: Database
  readonly #titles: TextIndex
  readonly #messages: TextIndex
  readonly #message
  readonly #documentOf
  readonly #titleBefore
  readonly #messageBefore
  #long: LongText | undefined

  constructor(db: Database) {
    this.#db = db
    this.#titles = new TextIndex(db, 'title', 'conversations')
    this.#messages = new TextIndex(db, 'message', 'messages')
    const message = (where: string) =>
      db.prepare<IndexedMessage>(`
        SELECT messages.id, messages.sequence, ${searchedColumns} FROM ${withDocuments}
        WHERE messages.state IS NOT 'waiting' AND (jobs.id IS NULL OR jobs.state = 'done') AND ${where}`)
    this.#message = message('messages.id = ?')
    this.#documentOf = message('job_id = ?')
    this.#messageBefore = message('messages.sequence < ? ORDER BY messages.sequence DESC LIMIT 1')
    this.#titleBefore = db.prepare<{ id: string; text: string; sequence: number }>(
      'SELECT id, title AS text, sequence FROM conversations WHERE sequence < ? ORDER BY sequence DESC LIMIT 1',
    )
  }

  /** Call after writing the title. */
  setTitle(conversationId: string, title: string): void {
    this.retryAfterClear(() => this.#titles.set(conversationId, title))
  }

  /** Call after writing the complete text of a message, or answers of its batch. */
  addMessage(messageId: string): void {
    this.#set(this.#message.get(messageId))
  }

  /** Call after writing the summary of a document. */
  setDocument(jobId: string): void {
    this.#set(this.#documentOf.get(jobId))
  }

  #set(message: IndexedMessage | undefined): void {
    if (message) this.retryAfterClear(() => this.#messages.set(message.id, searchedText(message)))
  }

  /** Call before deleting the conversation's rows. */
  removeConversation(conversationId: string): void {
    this.retryAfterClear(() => {
      this.#messages.removeConversation(conversationId)
      this.#titles.removeConversation(conversationId)
    })
  }

  /** Calls `use`. When that finds the index damaged, clears the index and calls `use` again. */
  retryAfterClear<T>(use: () => T): T {
    try {
      return use()
    } catch (error) {
      if (!isDamage(error)) throw error
      this.clear()
      return use()
    }
  }

  /** The same for what takes several turns. */
  async retryLaterAfterClear<T>(use: () => Promise<T>): Promise<T> {
    try {
      return await use()
    } catch (error) {
      if (!isDamage(error)) throw error
      this.clear()
      return await use()
    }
  }

  /** Clears an index that was made by other rules. */
  clearOutdated(): void {
    if (!this.#titles.isCurrent || !this.#messages.isCurrent) this.clear()
  }

  clear(): void {
    this.#db.transaction(() => {
      this.#titles.clear()
      this.#messages.clear()
    })
    this.onClear()
  }

  /** Whether everything is found that is stored. */
  get isComplete(): boolean {
    return [this.#titles, this.#messages].every(({ indexedFrom, gap }) => indexedFrom <= 1 && gap.end <= gap.first)
  }

  /**
   * Leaves the texts that `write` adds to `fillSlice`, because indexing many takes much longer than storing them. Call inside
   * the transaction.
   */
  addLater<T>(write: () => T): T {
    const indexes = [this.#titles, this.#messages]
    const firsts = indexes.map(({ last }) => last + 1)
    const result = write()
    for (const [at, index] of indexes.entries()) index.leaveOut(firsts[at] ?? 0)
    return result
  }

  /**
   * Indexes texts that are not indexed yet, at least one or a part of a long one, until `isTimeUp`. Returns whether
   * everything is indexed. A power cut may take a slice back, together with its progress.
   */
  fillSlice(isTimeUp: () => boolean): boolean {
    this.retryAfterClear(() =>
      this.#db.runWithRelaxedSync(() =>
        this.#db.transaction(() => {
          for (const range of ['gap', 'rest'] as const) {
            this.#fill(this.#titles, range, this.#titleBefore, ({ text }) => text, isTimeUp)
            this.#fill(this.#messages, range, this.#messageBefore, searchedText, isTimeUp)
          }
        }),
      ),
    )
    return this.isComplete
  }

  #fill<Row extends { readonly id: string; readonly sequence: number; readonly text: string }>(
    index: TextIndex,
    range: 'gap' | 'rest',
    before: { get(sequence: number): Row | undefined },
    textOf: (row: Row) => string,
    isTimeUp: () => boolean,
  ): void {
    const first = range === 'gap' ? index.gap.first : 1
    const start = range === 'gap' ? index.gap.end : index.indexedFrom
    let from = start
    while (from > first && !isTimeUp()) {
      const row = before.get(from)
      if (!row || row.sequence < first) {
        from = first
        break
      }
      if (row.text.length > maxSliceCharacters) {
        if (!this.#isWritten(index, row.id, () => textOf(row))) break
      } else index.set(row.id, textOf(row))
      from = row.sequence
    }
    if (from === start) return
    if (range === 'gap') index.gap = { first, end: from }
    else index.indexedFrom = from
  }

  /** Does the next third of the work for a long text. Returns whether that was the last. */
  #isWritten(index: TextIndex, id: string, read: () => string): boolean {
    const known = this.#long?.id === id ? this.#long : undefined
    if (!known) this.#long = { id, text: read() }
    else if (!known.converted) this.#long = { ...known, converted: toIndexText(known.text) }
    else {
      index.write(id, known.converted)
      this.#long = undefined
      return true
    }
    return false
  }
}
