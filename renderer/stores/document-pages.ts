import type { AddedDocument } from '../../contract/documents.js'
import type { DrawnPage, DrawOptions } from '../../contract/drawing.js'
import type { FoundPlaces } from '../../contract/found-places.js'
import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { useDocuments } from './documents.js'
import { reportError } from './view.js'

/** A document of the open conversation, of a project, or one that waits in the composer of a new conversation. */
export function useDocument(documentId: string): AddedDocument | undefined {
  const waiting = useDocuments(({ newDocuments }) => newDocuments.find(({ id }) => id === documentId))
  const sent = useConversations(({ transcript }) => transcript?.documents[documentId])
  return sent ?? waiting
}

/** Fails with `interrupted` when another page is drawn instead. */
export const drawPage = (documentId: string, page: number, options: DrawOptions): Promise<DrawnPage> =>
  request.drawPage(documentId, page, options)

export function closeDrawings(): void {
  request.closeDrawings().catch(reportError)
}

/** Fails with `interrupted` when another text is searched meanwhile. */
export const findInDocument = (documentId: string, query: string): Promise<FoundPlaces> =>
  request.findInDocument(documentId, query)

/** The number of the page with this printed name, or this number. Fails with `not-found`. */
export const findPage = (documentId: string, name: string): Promise<number> => request.findPage(documentId, name)
