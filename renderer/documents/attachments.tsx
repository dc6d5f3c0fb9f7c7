import './attachments.css'
import { CircleAlert, FileText, X } from 'lucide-react'
import { type AddedDocument, needsPassword } from '../../contract/documents.js'
import { composerField } from '../chat/composer/composer-field.js'
import { useAdding } from '../stores/adding-files.js'
import { dismissRefusal, readAgain, removeDocument, useDocuments } from '../stores/documents.js'
import { Button } from '../ui/button.js'
import { drawThenFocus, type FindTarget } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { inPlace } from '../ui/in-place.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { Arriving } from './arriving.js'
import { documentFacts, isBeingRead, missingWords, readingShare, readingWords } from './document-words.js'
import { PasswordField } from './password-field.js'
import { ReadingLanguages } from './reading-languages.js'

interface AttachmentsProps {
  /** Or the folder. */
  readonly conversationId: string | null
  readonly documents: readonly AddedDocument[]
  readonly onRemove?: (documentId: string) => void
  /** Gets the focus when what had it is gone. */
  readonly focusAfter?: FindTarget
}

/** The documents that go with the next message, or that a project has, and the files that were refused. */
export function Attachments({
  conversationId,
  documents,
  onRemove = removeDocument,
  focusAfter = composerField,
}: AttachmentsProps) {
  const arriving = useAdding((state) => state.arriving).filter((each) => each.conversationId === conversationId)
  const refusals = useDocuments((state) => state.refusals).filter((each) => each.conversationId === conversationId)
  return (
    <>
      {refusals.map(({ id, name, message }) => (
        <div key={id} className="refusal" role="alert">
          <CircleAlert />
          <p>{message.includes(name) ? message : `${name}: ${message}`}</p>
          <IconButton label={`Dismiss ${name}`} onClick={() => drawThenFocus(() => dismissRefusal(id), focusAfter)}>
            <X />
          </IconButton>
        </div>
      ))}
      {documents.length + arriving.length > 0 && (
        <ul className="attachments" aria-label="Attachments">
          {documents.map((document) => (
            <Attachment
              key={document.id}
              document={document}
              onRemove={() => drawThenFocus(() => onRemove(document.id), focusAfter)}
            />
          ))}
          {arriving.map((file) => (
            <Arriving key={file.id} file={file} focusAfter={focusAfter} />
          ))}
        </ul>
      )}
    </>
  )
}

interface AttachmentProps {
  readonly document: AddedDocument
  readonly onRemove: () => void
}

function Attachment({ document, onRemove }: AttachmentProps) {
  const { id, name, state, error, remarks } = document
  const isBusy = isBeingRead(document)
  return (
    <li className="attachment" aria-label={name} data-document={id} data-state={state} aria-busy={isBusy}>
      <span className="document-icon">{error ? <CircleAlert /> : <FileText />}</span>
      <div className="attachment-words">
        <p className="attachment-name" title={name}>
          {name}
        </p>
        <p className="number attachment-facts">
          {inPlace(documentFacts(document), (fact, index) => (
            <>
              {index > 0 && ' · '}
              <span>{fact}</span>
            </>
          ))}
        </p>
        {isBusy && <Progress document={document} />}
        {error ? (
          <p className="attachment-error" role={error.code === 'document-password' ? 'alert' : undefined}>
            {error.message}
          </p>
        ) : (
          <Missing document={document} />
        )}
        {needsPassword(document) && <PasswordField document={document} />}
        {document.languages && document.languages.length > 0 && (
          <ReadingLanguages document={{ id, name, languages: document.languages }} />
        )}
        {remarks.map((remark) => (
          <p key={remark}>{remark}</p>
        ))}
      </div>
      {error && !error.code.startsWith('document-') && <Button onClick={() => readAgain(id)}>Try again</Button>}
      <IconButton label={`Remove ${name}`} onClick={onRemove}>
        <X />
      </IconButton>
    </li>
  )
}

function Progress({ document }: { readonly document: AddedDocument }) {
  const words = readingWords(document)
  return (
    <>
      <p className="number">{words}</p>
      <ProgressBar
        label={`Reading ${document.name}`}
        value={readingShare(document)}
        words={words}
        isPaused={document.state === 'waiting'}
      />
    </>
  )
}

function Missing({ document }: { readonly document: AddedDocument }) {
  const words = missingWords(document)
  return words === '' ? null : <p>{words}</p>
}
