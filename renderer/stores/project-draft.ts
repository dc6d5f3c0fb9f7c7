import { create } from 'zustand'
import { removeDocument, useDocuments } from './documents.js'

interface ProjectDraft {
  /** Of the project that is being changed; null for none. */
  readonly folderId: string | null
  /** Its documents, as they will be when it is saved. */
  readonly documentIds: readonly string[]
  /** What the folder had before: the project, or a step that can be undone, may have it. */
  readonly beforeIds: readonly string[]
}

const none: ProjectDraft = { folderId: null, documentIds: [], beforeIds: [] }

export const useProjectDraft = create<ProjectDraft>(() => none)

export function beginDraft(folderId: string, documentIds: readonly string[]): void {
  const { newDocuments } = useDocuments.getState()
  const beforeIds = newDocuments.filter((each) => each.folderId === folderId).map(({ id }) => id)
  useProjectDraft.setState({ folderId, documentIds, beforeIds })
}

export const endDraft = () => useProjectDraft.setState(none)

/** The project stays as it was. */
export const discardDraft = () => useProjectDraft.getState().documentIds.forEach(removeIfNew)

/** Adds documents that the folder has now, in their order. */
export const addToDraft = (folderId: string | null, added: readonly string[]) =>
  useProjectDraft.setState((draft) =>
    folderId !== null && draft.folderId === folderId
      ? { documentIds: [...new Set([...draft.documentIds, ...added])] }
      : {},
  )

export function removeFromDraft(documentId: string): void {
  removeIfNew(documentId)
  useProjectDraft.setState(({ documentIds }) => ({ documentIds: documentIds.filter((id) => id !== documentId) }))
}

function removeIfNew(documentId: string): void {
  if (!useProjectDraft.getState().beforeIds.includes(documentId)) removeDocument(documentId)
}
