import type { SummaryPoint } from '../../../contract/documents.js'
import type { Database } from './database.js'

/** A part of a document that is read for a question. */
export interface FindingsPlace {
  readonly documentId: string
  readonly question: string
  /** The size of the parts: other parts have other findings. */
  readonly partTokens: number
  /** From 1. */
  readonly part: number
}

/** What the model found on questions when it read all of a document. Kept, so that no part is read twice for one. */
export interface Findings {
  /** Undefined for a part that was not read. */
  get(place: FindingsPlace): readonly SummaryPoint[] | undefined
  add(place: FindingsPlace, points: readonly SummaryPoint[]): void
}

export function createFindings(db: Database): Findings {
  const select = db.prepare<{ points: string }>(
    'SELECT points FROM findings WHERE document_id = ? AND question = ? AND part_tokens = ? AND part = ?',
  )
  const insert = db.prepare(
    'INSERT OR REPLACE INTO findings (document_id, question, part_tokens, part, points) VALUES (?, ?, ?, ?, ?)',
  )
  return {
    get({ documentId, question, partTokens, part }) {
      const row = select.get(documentId, question, partTokens, part)
      return row && (JSON.parse(row.points) as readonly SummaryPoint[])
    },
    add({ documentId, question, partTokens, part }, points) {
      insert.run(documentId, question, partTokens, part, JSON.stringify(points))
    },
  }
}
