import type { AddedDocument, AddedDocuments, DocumentPlace, RefusedDocument } from '../../../contract/documents.js'
import { toFailure } from '../../../contract/errors.js'
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
  const { conversations, documents } = store

  /** Returns the id of the conversation that it began, if any. */
  const add = async (place: DocumentPlace, file: AddedFile, settings?: ReplySettings): Promise<string | undefined> => {
    const name = cleanName(file.name)
    const kind = kindOf(name, file.size)
    const id = newDocumentId()
    const { hash, bytes } = await originals.store(id, file)
    try {
      const isNew = place !== null && typeof place === 'object'
      const known = isNew ? undefined : documents.withHash(place, hash)
      if (known) {
        const attached = documents.attach(known.id)
        // The file may be gone: then this one is in its place.
        const isThere = (await originals.has(known.id)) || documents.storedBytes(known.id) !== undefined
        await (isThere ? originals.remove(id) : originals.move(id, known.id))
        onKnown(attached)
        return undefined
      }
      const added = store.atomically(() => {
        const conversationId = isNew ? conversations.create(titleOf(name), settings).id : place
        return documents.create({ id, conversationId, name, kind, bytes, hash, languages: languages() })
      })
      onNew(added)
      return isNew ? (added.conversationId ?? undefined) : undefined
    } catch (error) {
      await originals.remove(id)
      throw error
    }
  }

  return async (
    place: DocumentPlace,
    files: readonly AddedFile[],
    settings?: ReplySettings,
  ): Promise<AddedDocuments> => {
    if (typeof place === 'string') conversations.get(place)
    const refused: RefusedDocument[] = []
    const begun: string[] = []
    for (const file of files) {
      try {
        const id = await add(place, file, settings)
        if (id !== undefined) begun.push(id)
      } catch (error) {
        refused.push({ name: cleanName(file.name), message: toFailure(error).message })
      }
    }
    return { refused, begun }
  }
}
