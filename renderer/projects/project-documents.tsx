import { useEffect, useRef } from 'react'
import type { Folder } from '../../contract/order.js'
import { Attachments } from '../documents/attachments.js'
import { pickDocuments } from '../stores/adding-files.js'
import { useDocuments } from '../stores/documents.js'
import { documentsIn } from '../stores/lent-documents.js'
import { beginDraft, endDraft, removeFromDraft, useProjectDraft } from '../stores/project-draft.js'
import { Button } from '../ui/button.js'

/** The documents of a project while it is being changed. Files that are dropped meanwhile come here, too. */
export function ProjectDocuments({ folder }: { readonly folder: Folder }) {
  const ids = useProjectDraft(({ documentIds }) => documentIds)
  const known = useDocuments(({ newDocuments }) => newDocuments)
  const add = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins with what the project had when the dialog opened
  useEffect(() => {
    beginDraft(folder.id, folder.project?.documentIds ?? [])
    return endDraft
  }, [folder.id])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out as a column
    <div className="project-field" role="group" aria-label="Documents">
      <span>Documents</span>
      <div className="project-documents">
        <Attachments
          conversationId={folder.id}
          documents={documentsIn(ids, known)}
          onRemove={removeFromDraft}
          focusAfter={() => add.current}
        />
      </div>
      <div>
        <Button ref={add} onClick={() => void pickDocuments()}>
          Add documents…
        </Button>
      </div>
      <p className="project-hint">
        Questions in this folder are answered from them, too. When you remove one, answers that rest on it keep it.
      </p>
    </div>
  )
}
