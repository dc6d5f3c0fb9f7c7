import type { DocumentView, Piece } from '../../../../contract/documents.js'
import { markerOf } from '../../../../contract/page-markers.js'
import type { PageText } from './passage-index.js'
import words from './prompts.json' with { type: 'json' }

/** A document that is attached to a message. */
export interface AttachedDocument {
  readonly name: string
  readonly pages: readonly PageText[]
}

export interface Attachment {
  readonly document: AttachedDocument
  readonly view: DocumentView
  /** Among the documents of a conversation, from 1, so that markers differ; absent for the only one. */
  readonly number?: number
}

/** The number of a document by its place, from 0, among those of a prompt. */
export const numberOf = (place: number, count: number): number | undefined => (count > 1 ? place + 1 : undefined)

export interface SeenPiece extends Piece {
  readonly text: string
}

/** What the model sees of an attachment, in order. */
export function seenPieces({ document, view }: Pick<Attachment, 'document' | 'view'>): readonly SeenPiece[] {
  switch (view.sees) {
    case 'whole':
      return document.pages.flatMap(({ page, passages }) =>
        passages.map((text, index) => ({ page, passage: index + 1, start: 0, end: text.length, text })),
      )
    case 'passages': {
      const pages = new Map(document.pages.map(({ page, passages }) => [page, passages]))
      return view.pieces.map((piece) => {
        const text = pages.get(piece.page)?.[piece.passage - 1] ?? ''
        return { ...piece, text: text.slice(piece.start, piece.end) }
      })
    }
    case 'summary':
    case 'gone':
      return []
  }
}

/** The numbers of the pages that the model sees any of, in order. */
export const pagesSeen = (attachment: Pick<Attachment, 'document' | 'view'>): readonly number[] => [
  ...new Set(seenPieces(attachment).map(({ page }) => page)),
]

/** A passage, or a piece of one, behind its marker. */
export const pieceBlock = (piece: Pick<SeenPiece, 'page' | 'passage' | 'text'>, number?: number): string =>
  `${markerOf(piece, number)}\n${piece.text.trim()}`

/** An attachment in a prompt; empty when the model sees no text of it. */
export function attachmentText({ document, view, number }: Attachment): string {
  const blocks = seenPieces({ document, view }).map((piece) => pieceBlock(piece, number))
  if (number === undefined || blocks.length === 0) return blocks.join('\n\n')
  const name = words.documentHeading.replace('{n}', `${number}`).replace('{name}', () => document.name)
  return [name, ...blocks].join('\n\n')
}
