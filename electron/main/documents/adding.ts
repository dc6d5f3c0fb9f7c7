import type { AddedDocument, AddedDocuments, DocumentPlace, RefusedDocument } from '../../../contract/documents.js'
import { AppError, toFailure } from '../../../contract/errors.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import type { ReplySettings } from '../../../contract/settings.js'
import { newDocumentId } from '../store/documents.js'
import type { Store } from '../store/store.js'
import { cleanName, kindOf, titleOf } from './document-kind.js'
import type { NewFile, Originals } from './originals.js'

/** A file to add, with its size in bytes. */
export type AddedFile = NewFile & { readonly name: string; readonly size: number }

interface AddingOptions {
  readonly store: Store
  readonly originals: Originals
  /** For the text of pictures. */
  readonly languages: () => readonly OcrLanguage[]
  /** The conversation has the file already; it is in the composer again. */
  readonly onKnown: (document: AddedDocument) => void
  readonly onNew: (document: AddedDocument) => void
}

/** Returns the function that puts files into composers; see `Documents.addFiles`. */
export function createAdding({ store, originals, languages, onKnown, onNew }: AddingOptions) {
  const { conversations, documents, folders } = store

  const withHash = (place: DocumentPlace, hash: string): AddedDocument | undefined => {
    if (place === null || typeof place === 'string') return documents.withHash(place, hash)
    return 'folderId' in place ? documents.withHashIn(place.folderId, hash) : undefined
  }
  const ownerOf = (place: DocumentPlace, name: string, settings?: ReplySettings) => {
    if (place === null || typeof place === 'string') return { conversationId: place }
    if ('folderId' in place) return { conversationId: null, folderId: place.folderId }
    return { conversationId: conversations.create(titleOf(name), settings).id }
  }
  const add = async (place: DocumentPlace, file: AddedFile, settings?: ReplySettings): Promise<AddedDocument> => {
    const name = cleanName(file.name)
    const kind = kindOf(name, file.size)
    const id = newDocumentId()
    const { hash, bytes } = await originals.store(id, file)
    try {
      const known = withHash(place, hash)
      if (known) {
        const attached = known.folderId === undefined ? documents.attach(known.id) : known
        // The file may be gone: then this one is in its place.
        const isThere = (await originals.has(known.id)) || documents.storedBytes(known.id) !== undefined
        await (isThere ? originals.remove(id) : originals.move(id, known.id))
        onKnown(attached)
        return attached
      }
      const added = store.atomically(() =>
        documents.create({ id, ...ownerOf(place, name, settings), name, kind, bytes, hash, languages: languages() }),
      )
      onNew(added)
      return added
    } catch (error) {
      await originals.remove(id)
      throw error
    }
  }

  const requireFolder = (folderId: string) => {
    if (folders.list().some(({ id }) => id === folderId)) return
    throw new AppError('not-found', 'This folder no longer exists.')
  }

  return async (
    place: DocumentPlace,
    files: readonly AddedFile[],
    settings?: ReplySettings,
  ): Promise<AddedDocuments> => {
    if (typeof place === 'string') conversations.get(place)
    const isEach = place !== null && typeof place === 'object' && 'each' in place
    if (place !== null && typeof place === 'object' && !isEach) requireFolder(place.folderId)
    const refused: RefusedDocument[] = []
    const begun: string[] = []
    const documentIds: string[] = []
    for (const file of files) {
      try {
        const { id, conversationId } = await add(place, file, settings)
        documentIds.push(id)
        if (isEach && conversationId !== null) begun.push(conversationId)
      } catch (error) {
        refused.push({ name: cleanName(file.name), message: toFailure(error).message })
      }
    }
    return { refused, begun, documentIds }
  }
}
