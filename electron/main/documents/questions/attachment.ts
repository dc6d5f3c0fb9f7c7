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

/** What the model sees of an attachment, as pieces in order; none of a summary. */
export function piecesOf({ document, view }: Pick<Attachment, 'document' | 'view'>): readonly Piece[] {
  switch (view.sees) {
    case 'whole':
      return document.pages.flatMap(({ page, passages }) =>
        passages.map((text, index) => ({ page, passage: index + 1, start: 0, end: text.length })),
      )
    case 'passages':
      return view.pieces
    case 'summary':
    case 'gone':
      return []
  }
}

/** The numbers of the pages that the model sees any of, in order. */
export const pagesSeen = (attachment: Pick<Attachment, 'document' | 'view'>): readonly number[] => [
  ...new Set(piecesOf(attachment).map(({ page }) => page)),
]

export const pieceText = ({ pages }: AttachedDocument, { page, passage, start, end }: Piece): string =>
  (pages.find((other) => other.page === page)?.passages[passage - 1] ?? '').slice(start, end)

/** A piece behind its marker. */
export const pieceBlock = (document: AttachedDocument, piece: Piece, number?: number): string =>
  `${markerOf(piece, number)}\n${withoutFrame(pieceText(document, piece).trim())}`

/** An attachment in a prompt; empty when the model sees nothing of it. */
export function attachmentText({ document, view, number }: Attachment): string {
  const name =
    number === undefined
      ? []
      : [words.documentHeading.replace('{n}', `${number}`).replace('{name}', () => document.name)]
  switch (view.sees) {
    case 'whole':
    case 'passages':
      return [...name, ...piecesOf({ document, view }).map((piece) => pieceBlock(document, piece, number))].join('\n\n')
    case 'summary': {
      const heading = words.summaryHeading.replace('{name}', () => document.name)
      return document.summary ? [heading, withoutFrame(document.summary)].join('\n\n') : ''
    }
    case 'gone':
      return ''
  }
}

/** A text between the marks that say where it begins and ends. */
export const inFrame = (text: string): string => `${words.textOpen}${text}${words.textClose}`

/** A document can't end the frame around it, and so pass for the question. */
export const withoutFrame = (text: string) => text.replace(/<(\/?)(text)>/gi, '<$1 $2>')
