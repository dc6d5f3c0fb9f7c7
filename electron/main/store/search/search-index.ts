import type { Database } from '../database.js'
import { isDamage } from '../store-error.js'
import { toIndexText } from './search-text.js'

/**
 * The index of titles and of message texts (not reasoning). It stores no text itself. Callers update it in the
 * transaction that writes the text, because SQL triggers cannot call `toIndexText`.
 */
export class SearchIndex {
  readonly #db: Database
  readonly #addTitle
  readonly #removeTitle
  readonly #addMessage
  readonly #removeMessages

  constructor(db: Database) {
    this.#db = db
    this.#addTitle = db.prepare(
      'INSERT INTO title_index (rowid, text) SELECT sequence, ? FROM conversations WHERE id = ?',
    )
    this.#removeTitle = db.prepare(
      'DELETE FROM title_index WHERE rowid = (SELECT sequence FROM conversations WHERE id = ?)',
    )
    this.#addMessage = db.prepare(
      'INSERT OR REPLACE INTO message_index (rowid, text) SELECT sequence, ? FROM messages WHERE id = ?',
    )
    this.#removeMessages = db.prepare(
      `DELETE FROM message_index WHERE rowid IN (
         SELECT sequence FROM messages WHERE conversation_id = ? AND role <> 'document' AND state IS NOT 'waiting')`,
    )
  }

  /** Call after writing the title. */
  setTitle(conversationId: string, title: string): void {
    this.retryAfterRebuild(() => {
      this.#removeTitle.run(conversationId)
      this.#addTitle.run(toIndexText(title), conversationId)
    })
  }

  /** Call once for a message, after writing its complete text. */
  addMessage(messageId: string, text: string): void {
    this.retryAfterRebuild(() => this.#addMessage.run(toIndexText(text), messageId))
  }

  /** Call before deleting the conversation's rows. */
  removeConversation(conversationId: string): void {
    this.retryAfterRebuild(() => {
      this.#removeMessages.run(conversationId)
      this.#removeTitle.run(conversationId)
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
    this.#db.exec(`INSERT INTO title_index (title_index) VALUES ('delete-all')`)
    this.#db.exec(`INSERT INTO message_index (message_index) VALUES ('delete-all')`)
    const titles = this.#db.prepare<{ id: string; title: string }>('SELECT id, title FROM conversations')
    for (const { id, title } of titles.all()) this.#addTitle.run(toIndexText(title), id)
    const texts = this.#db.prepare<{ id: string; text: string }>(
      `SELECT id, text FROM messages WHERE role <> 'document' AND state IS NOT 'waiting'`,
    )
    for (const { id, text } of texts.all()) this.#addMessage.run(toIndexText(text), id)
  }
}
