import type { Database } from '../database.js'
import { isDamage } from '../store-error.js'
import { type SearchedMessage, searchedColumns, searchedText, withDocuments } from './searched-text.js'
import { TextIndex } from './text-index.js'

type IndexedMessage = SearchedMessage & { readonly id: string }

/**
 * The index of titles, of the texts of messages (not reasoning), and of the summaries of documents. Callers update it in the
 * transaction that writes the text, because SQL triggers cannot convert it.
 */
export class SearchIndex {
  readonly #db: Database
  readonly #titles: TextIndex
  readonly #messages: TextIndex
  readonly #message
  readonly #documentOf

  constructor(db: Database) {
    this.#db = db
    this.#titles = new TextIndex(db, 'title', 'conversations')
    this.#messages = new TextIndex(db, 'message', 'messages')
    const message = (where: string) =>
      db.prepare<IndexedMessage>(`SELECT messages.id, ${searchedColumns} FROM ${withDocuments} WHERE ${where}`)
    this.#message = message('messages.id = ?')
    this.#documentOf = message('job_id = ?')
  }

  /** Call after writing the title. */
  setTitle(conversationId: string, title: string): void {
    this.retryAfterRebuild(() => this.#titles.set(conversationId, title))
  }

  /** Call once for a message, after writing its complete text. */
  addMessage(messageId: string): void {
    this.#set(this.#message.get(messageId))
  }

  /** Call after writing the summary of a document. */
  setDocument(jobId: string): void {
    this.#set(this.#documentOf.get(jobId))
  }

  #set(message: IndexedMessage | undefined): void {
    if (message) this.retryAfterRebuild(() => this.#messages.set(message.id, searchedText(message)))
  }

  /** Call before deleting the conversation's rows. */
  removeConversation(conversationId: string): void {
    this.retryAfterRebuild(() => {
      this.#messages.removeConversation(conversationId)
      this.#titles.removeConversation(conversationId)
    })
  }

  /** Calls `use`. When that finds the index damaged, rebuilds the index and calls `use` again. */
  retryAfterRebuild<T>(use: () => T): T {
    try {
      return use()
    } catch (error) {
      if (!isDamage(error)) throw error
      this.#db.transaction(() => this.rebuild())
      return use()
    }
  }

  rebuild(): void {
    this.#titles.clear()
    this.#messages.clear()
    const titles = this.#db.prepare<{ id: string; title: string }>('SELECT id, title FROM conversations')
    for (const { id, title } of titles.rows()) this.#titles.set(id, title)
    const messages = this.#db.prepare<{ id: string }>(
      `SELECT id FROM messages WHERE role <> 'document' AND state IS NOT 'waiting'`,
    )
    for (const { id } of messages.rows()) this.addMessage(id)
    const documents = this.#db.prepare<{ id: string }>("SELECT id FROM jobs WHERE state = 'done'")
    for (const { id } of documents.all()) this.setDocument(id)
  }
}
