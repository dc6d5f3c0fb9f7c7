import type { Database } from '../database.js'
import { type IndexText, indexForm, toIndexText } from './search-text.js'

interface Progress {
  readonly form: number
  readonly indexed_from: number
}

/**
 * Words of texts, and pieces of words: two FTS5 tables, `NAME_words` and `NAME_grams`, that store no text. A row has the
 * number of its text in `source`. `search_progress` has from which number on texts are indexed; new ones always are.
 */
export class TextIndex {
  readonly #db: Database
  readonly #name: string
  readonly #addWords
  readonly #addGrams
  readonly #remove
  readonly #progress
  readonly #setProgress
  readonly #reset

  /** @param source the table that has the texts, whose `sequence` numbers them */
  constructor(db: Database, name: 'title' | 'message', source: 'conversations' | 'messages') {
    this.#db = db
    this.#name = name
    this.#addWords = db.prepare(
      `INSERT OR REPLACE INTO ${name}_words (rowid, exact, folded) SELECT sequence, ?, ? FROM ${source} WHERE id = ?`,
    )
    this.#addGrams = db.prepare(
      `INSERT OR REPLACE INTO ${name}_grams (rowid, grams) SELECT sequence, ? FROM ${source} WHERE id = ?`,
    )
    const column = source === 'messages' ? 'conversation_id' : 'id'
    const rows = `SELECT sequence FROM ${source} WHERE ${column} = ?`
    this.#remove = ['words', 'grams'].map((table) =>
      db.prepare(
        `DELETE FROM ${name}_${table} WHERE rowid IN (${rows} INTERSECT SELECT id FROM ${name}_${table}_docsize)`,
      ),
    )
    this.#progress = db.prepare<Progress>(`SELECT form, indexed_from FROM search_progress WHERE source = '${name}'`)
    this.#setProgress = db.prepare(`UPDATE search_progress SET indexed_from = ? WHERE source = '${name}'`)
    this.#reset = db.prepare(`
      INSERT OR REPLACE INTO search_progress (source, form, indexed_from)
      VALUES ('${name}', ${indexForm}, (SELECT coalesce(max(sequence), 0) + 1 FROM ${source}))`)
  }

  /** False when the index was never begun, or by other rules. */
  get isCurrent(): boolean {
    return this.#progress.get()?.form === indexForm
  }

  /** The number from which on texts are indexed; at most 1 when all are. */
  get indexedFrom(): number {
    return this.#progress.get()?.indexed_from ?? 1
  }

  set indexedFrom(sequence: number) {
    this.#setProgress.run(sequence)
  }

  /** Call after writing the row with this id in the source. */
  set(id: string, text: string): void {
    this.write(id, toIndexText(text))
  }

  write(id: string, { exact, folded, grams }: IndexText): void {
    this.#addWords.run(exact, folded, id)
    this.#addGrams.run(grams, id)
  }

  /** Call before deleting the conversation's rows in the source. */
  removeConversation(id: string): void {
    for (const statement of this.#remove) statement.run(id)
  }

  /** Empties the index, which is then filled from the newest text on. */
  clear(): void {
    for (const table of [`${this.#name}_words`, `${this.#name}_grams`]) {
      this.#db.exec(`INSERT INTO ${table} (${table}) VALUES ('delete-all')`)
    }
    this.#reset.run()
  }
}
