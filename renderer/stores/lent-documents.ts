import { useMemo } from 'react'
import type { AddedDocument } from '../../contract/documents.js'
import type { Folder } from '../../contract/order.js'
import { chainOf } from '../../contract/project.js'
import { openConversationOf, useConversations } from './conversations.js'
import { useDocuments } from './documents.js'
import { useFolders } from './folders.js'

/** The documents that a project gives to the open conversation. */
export interface Lent {
  readonly folder: Folder
  readonly documents: readonly AddedDocument[]
}

/** Of the open conversation, or of the folder in which a new one begins; of the outer folder first. */
export function useLentDocuments(): readonly Lent[] {
  const conversation = useConversations(openConversationOf)
  const isNew = useConversations(({ openId }) => openId === null)
  const newFolderId = useConversations((state) => state.newFolderId)
  const folders = useFolders((state) => state.folders)
  const known = useDocuments(({ newDocuments }) => newDocuments)
  const folderId = isNew ? newFolderId : conversation?.folderId
  return useMemo(() => lentBy(folders, folderId, known), [folders, folderId, known])
}

export function lentBy(
  folders: readonly Folder[],
  folderId: string | undefined,
  known: readonly AddedDocument[],
): readonly Lent[] {
  return chainOf(folders, folderId)
    .toReversed()
    .map((folder) => ({ folder, documents: documentsIn(folder.project?.documentIds, known) }))
    .filter(({ documents }) => documents.length > 0)
}

/** Those of a list that are still there, in its order. */
export const documentsIn = (ids: readonly string[] = [], known: readonly AddedDocument[]): readonly AddedDocument[] =>
  ids.flatMap((id) => known.find((each) => each.id === id) ?? [])
