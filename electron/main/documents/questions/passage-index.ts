import { setImmediate } from 'node:timers/promises'
import { Database, inMemory } from '../../store/database.js'
import { HeadingPath } from './headings.js'
import { idf } from './idf.js'
import { type Terms, termsOf } from './terms.js'

/** A passage of one of several documents. */
export interface IndexedPassage {
  /** The place of the document among those of the index, from 0. */
  readonly document: number
  /** From 1. */
  readonly page: number
  /** From 1 on each page. */
  readonly passage: number
  readonly text: string
}

/** The text of one page. */
export interface PageText {
  readonly page: number
  readonly passages: readonly string[]
}

/** `weight` is 1 for the question's own words. */
export interface WeightedTerms extends Terms {
  readonly weight: number
  readonly asksForNumber?: boolean
}

/** A passage is the place of its row. */
export interface Hit {
  readonly row: number
  readonly score: number
}

/** Main answers every window, so an index is built in slices. */
const maxSliceMs = 12
/** The words of the headings above a passage, against its own. */
const headingWeight = 0.5
/** A word is in the pieces once more, several times over. */
const pieceWeight = 0.3
/** Words with an equal beginning of this length are forms of one word, or nearly always. */
const beginningShare = 0.6
const minBeginning = 4
/** Passages beyond these are no part of any answer. */
const maxHits = 200

/** Full-text search over the passages of some documents, in memory. Close it after use. */
export class PassageIndex {
  /** In order: by document, page and place on the page. */
  readonly passages: readonly IndexedPassage[]
  readonly #db = new Database(inMemory)
  readonly #byWords
  readonly #byPieces
  readonly #count

  private constructor(passages: readonly IndexedPassage[]) {
    this.passages = passages
    this.#db.exec(
      `CREATE VIRTUAL TABLE passages USING fts5 (words, headings, pieces, content = '', tokenize = "ascii")`,
    )
    const search = (weights: string) =>
      this.#db.prepare<Hit>(
        `SELECT rowid AS row, -bm25(passages, ${weights}) AS score FROM passages WHERE passages MATCH ?
         ORDER BY score DESC, row LIMIT ${maxHits}`,
      )
    this.#byWords = search(`1, ${headingWeight}, 0`)
    this.#byPieces = search('0, 0, 1')
    this.#count = this.#db.prepare<{ count: number }>('SELECT count(*) AS count FROM passages WHERE passages MATCH ?')
  }

  static async build(documents: readonly (readonly PageText[])[]): Promise<PassageIndex> {
    const passages = documents.flatMap((pages, document) =>
      pages.flatMap(({ page, passages }) =>
        passages.map((text, index) => ({ document, page, passage: index + 1, text })),
      ),
    )
    const index = new PassageIndex(passages)
    await index.#fill()
    return index
  }

  /** The passages that have any of the terms, the best first, by bm25. Terms that most passages have hardly count. */
  rank(groups: readonly WeightedTerms[]): readonly Hit[] {
    const scores = new Map<number, number>()
    const add = (hits: readonly Hit[], weight: number) => {
      for (const { row, score } of hits) scores.set(row, (scores.get(row) ?? 0) + score * weight)
    }
    for (const { words, pieces, weight } of groups) {
      if (words.length > 0) add(this.#byWords.all(`{words headings} : (${anyOf(words)})`), weight)
      if (pieces.length > 0) add(this.#byPieces.all(`pieces : (${anyOf(pieces)})`), weight * pieceWeight)
    }
    return [...scores].map(([row, score]) => ({ row, score })).sort((a, b) => b.score - a.score || a.row - b.row)
  }

  /** Throws for a row that is not in the index. */
  passage(row: number): IndexedPassage {
    const passage = this.passages[row]
    if (!passage) throw new RangeError(`There is no passage ${row}.`)
    return passage
  }

  /** The first row of each document that has text. */
  get beginnings(): readonly number[] {
    return this.passages.flatMap(({ document }, row) => (this.passages[row - 1]?.document === document ? [] : [row]))
  }

  /** The rows before and after `row` in its document. */
  beside(row: number): readonly number[] {
    const { document } = this.passage(row)
    return [row - 1, row + 1].filter((other) => this.passages[other]?.document === document)
  }

  /** How much a word says: its idf, with the words that begin like it. */
  weightOf(word: string): number {
    const begin = word.slice(0, Math.max(minBeginning, Math.ceil(word.length * beginningShare)))
    const count = this.#count.get(`words : "${begin}" *`)?.count ?? 0
    return idf(count, this.passages.length)
  }

  close(): void {
    this.#db.close()
  }

  async #fill(): Promise<void> {
    const insert = this.#db.prepare('INSERT INTO passages (rowid, words, headings, pieces) VALUES (?, ?, ?, ?)')
    const path = new HeadingPath()
    let document = 0
    let row = 0
    while (row < this.passages.length) {
      const end = performance.now() + maxSliceMs
      this.#db.transaction(() => {
        while (row < this.passages.length && performance.now() < end) {
          const passage = this.passages[row] as IndexedPassage
          if (passage.document !== document) path.clear()
          document = passage.document
          const headings = termsOf(path.above(passage.text)).words
          const { words, pieces } = termsOf(passage.text)
          insert.run(row, words.join(' '), headings.join(' '), pieces.join(' '))
          row++
        }
      })
      await setImmediate()
    }
  }
}

const anyOf = (terms: readonly string[]) =>
  [...new Set(terms)].map((term) => `"${term.replaceAll('"', '""')}"`).join(' OR ')
