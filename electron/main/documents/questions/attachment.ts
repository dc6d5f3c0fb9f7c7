import type { Piece } from '../../store/job-steps.js'
import { markerOf } from './markers.js'
import type { PageText } from './passage-index.js'
import words from './prompts.json' with { type: 'json' }

/** A document that is attached to a message. */
export interface AttachedDocument {
  readonly name: string
  readonly pages: readonly PageText[]
  /** As Markdown; absent while there is none. */
  readonly summary?: string
}

/** What the model sees of an attached document. Store it with the message: from it the same prompt is made again. */
export type DocumentView =
  | { readonly sees: 'whole' }
  | { readonly sees: 'passages'; readonly pieces: readonly Piece[] }
  | { readonly sees: 'summary' }
  | { readonly sees: 'gone' }

export interface Attachment {
  readonly document: AttachedDocument
  readonly view: DocumentView
  /** Among the documents of a conversation, from 1, so that markers differ; absent for the only one. */
  readonly number?: number
}

export interface SeenPiece extends Piece {
  readonly text: string
}

/** What the model sees of an attachment, in order; nothing of a summary. */
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

/** An attachment in a prompt; empty when the model sees nothing of it. */
export function attachmentText({ document, view, number }: Attachment): string {
  const name =
    number === undefined
      ? []
      : [words.documentHeading.replace('{n}', `${number}`).replace('{name}', () => document.name)]
  switch (view.sees) {
    case 'whole':
    case 'passages':
      return [...name, ...seenPieces({ document, view }).map((piece) => pieceBlock(piece, number))].join('\n\n')
    case 'summary': {
      const heading = words.summaryHeading.replace('{name}', () => document.name)
      return document.summary ? [heading, document.summary].join('\n\n') : ''
    }
    case 'gone':
      return ''
  }
}
