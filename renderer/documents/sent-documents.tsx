import { FileText } from 'lucide-react'
import type { AddedDocument } from '../../contract/documents.js'
import { useConversations } from '../stores/conversations.js'
import { useDocument } from '../stores/document-pages.js'
import { viewOf } from '../stores/transcript.js'
import { openPage } from '../stores/view.js'
import { describeDocument, isBeingRead, readingWords, viewWords } from './document-words.js'

/** The documents that were sent with a message, or are the project’s. Each opens beside the conversation. */
export function SentDocuments({
  ids,
  label = 'Documents',
}: {
  readonly ids: readonly string[]
  readonly label?: string
}) {
  return (
    <ul className="sent-documents" aria-label={label}>
      {ids.map((id) => (
        <SentDocument key={id} id={id} />
      ))}
    </ul>
  )
}

function SentDocument({ id }: { readonly id: string }) {
  const document = useDocument(id)
  const view = useConversations(({ transcript }) => viewOf(transcript, id))
  if (!document) return null
  return (
    <li aria-label={document.name} data-document={id}>
      <button
        type="button"
        className="sent-document"
        disabled={document.state !== 'read'}
        onClick={() => openPage({ documentId: id, page: 1 })}
      >
        <span className="document-icon">
          <FileText />
        </span>
        <span className="attachment-words">
          <span className="attachment-name">{document.name}</span>
          <br />
          <span className="number">{sentWords(document)}</span>
          {view && (
            <>
              <br />
              {viewWords(view, document.pages.total)}
            </>
          )}
        </span>
      </button>
    </li>
  )
}

function sentWords(document: AddedDocument): string {
  if (document.error) return document.error.message
  return isBeingRead(document) ? readingWords(document) : describeDocument(document)
}
