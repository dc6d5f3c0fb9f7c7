import './lent-documents.css'
import { useId, useState } from 'react'
import type { AddedDocument } from '../../contract/documents.js'
import { isBeingRead } from '../documents/document-words.js'
import { SentDocuments } from '../documents/sent-documents.js'
import { type Lent, useLentDocuments } from '../stores/lent-documents.js'
import { DisclosureButton } from '../ui/disclosure-button.js'
import { plural } from '../ui/words.js'

/** What the project of a conversation gives it to ask about. */
export const LentDocuments = () => useLentDocuments().map((lent) => <Group key={lent.folder.id} lent={lent} />)

function Group({ lent: { folder, documents } }: { readonly lent: Lent }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="lent-documents">
      <DisclosureButton isOpen={isOpen} controls={id} onToggle={() => setOpen(!isOpen)}>
        <span className="lent-documents-words">
          From <bdi>{folder.name}</bdi>: {lentWords(documents)}
        </span>
      </DisclosureButton>
      <div id={id} className="lent-documents-list" hidden={!isOpen}>
        <SentDocuments ids={documents.map((each) => each.id)} label={`Documents from ${folder.name}`} />
      </div>
    </div>
  )
}

/** "3 documents, 1 being read, 1 could not be read" */
export function lentWords(documents: readonly Pick<AddedDocument, 'state'>[]): string {
  const reading = documents.filter(isBeingRead).length
  const failed = documents.filter(({ state }) => state === 'failed').length
  return [
    plural(documents.length, 'document'),
    reading > 0 && `${reading} being read`,
    failed > 0 && `${failed} could not be read`,
  ]
    .filter((words) => words !== false)
    .join(', ')
}
