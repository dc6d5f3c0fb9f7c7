import type { Database } from '../database.js'
import { type IndexText, indexForm, toIndexText } from './search-text.js'

interface Progress {
  readonly form: number
  readonly indexed_from: number
}

/** Numbers of texts that are not indexed: from `first` to the one before `end`. */
export interface Gap {
  readonly first: number
  readonly end: number
}

/**
 * Words of texts, and pieces of words: two FTS5 tables, `NAME_words` and `NAME_grams`, that store no text. A row has the
 * number of its text in `source`. `search_progress` has from which number on texts are indexed; new ones always are, except
 * many at once, which leave a gap: its ends are rows there too, `NAME-gap-first` and `NAME-gap-end`.
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
  readonly #last
  readonly #gap
  readonly #setGap

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
    this.#last = db.prepare<{ last: number | null }>(`SELECT max(sequence) AS last FROM ${source}`)
    this.#gap = db.prepare<{ first: number | null; end: number | null }>(`
      SELECT max(indexed_from) FILTER (WHERE source = '${name}-gap-first') AS first,
        max(indexed_from) FILTER (WHERE source = '${name}-gap-end') AS end FROM search_progress`)
    this.#setGap = db.prepare(`
      INSERT OR REPLACE INTO search_progress (source, form, indexed_from)
      VALUES ('${name}-gap-first', ${indexForm}, ?), ('${name}-gap-end', ${indexForm}, ?)`)
  }

  /** The number of the newest text in the source; 0 when there is none. */
  get last(): number {
    return this.#last.get()?.last ?? 0
  }

  /** Empty (`end` is not above `first`) unless many texts were added at once. */
  get gap(): Gap {
    const { first, end } = this.#gap.get() ?? {}
    return { first: first ?? 0, end: end ?? 0 }
  }

  set gap({ first, end }: Gap) {
    this.#setGap.run(first, end)
  }

  /** Widens the gap to all texts from `first` on. Some of them may be indexed, which does no harm. */
  leaveOut(first: number): void {
    const { gap, last } = this
    if (last < first) return
    this.gap = { first: gap.end > gap.first ? Math.min(first, gap.first) : first, end: last + 1 }
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
    this.gap = { first: 0, end: 0 }
  }
}
