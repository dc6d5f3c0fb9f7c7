import './message.css'
import { type ComponentProps, memo, type ReactNode, useMemo, useState } from 'react'
import type { AssistantMessage, UserMessage } from '../../../contract/chat.js'
import { hasMarkup } from '../../../markdown/has-markup.js'
import { Answer, AnswerAccount } from '../../documents/answer.js'
import { mayHaveMarkers } from '../../documents/answer-words.js'
import { BatchCard } from '../../documents/batch-card.js'
import { DocumentCard } from '../../documents/document-card.js'
import { SentDocuments } from '../../documents/sent-documents.js'
import { useSources } from '../../documents/use-sources.js'
import { DemoOffer } from '../../models/demo-offer.js'
import { useConversations } from '../../stores/conversations.js'
import { editMessage } from '../../stores/replies.js'
import { isBeingMade, isFollowed } from '../../stores/transcript.js'
import { ErrorBoundary } from '../../ui/error-boundary.js'
import type { FindTarget } from '../../ui/focus.js'
import { composerField } from '../composer/composer-field.js'
import { Markdown } from '../markdown/markdown.js'
import { ClaimList } from '../review/claim-list.js'
import { DoubtList } from '../review/doubt-list.js'
import { OversightLine } from '../review/oversight-line.js'
import { SignOffLine } from '../review/sign-off.js'
import { QuestionActions, ReplyActions } from './message-actions.js'
import { MessageEdit } from './message-edit.js'
import { QuestionText } from './question-text.js'
import { Reasoning } from './reasoning.js'
import { ReplyStatus } from './reply-status.js'
import { type Editing, useEditing } from './use-editing.js'
import { VerdictLine } from './verdict-line.js'

interface MessageRowProps {
  readonly id: string
  readonly isLast: boolean
}

/** One message. If rendering fails, it shows an error and the plain text instead. */
export const MessageRow = memo(({ id, isLast }: MessageRowProps) => {
  const message = useConversations(({ transcript }) => transcript?.messages[id])
  if (!message) return null
  const text = message.role === 'document' ? '' : message.text
  return (
    <ErrorBoundary resetKey={message} fallback={() => <BrokenMessage text={text} />}>
      {message.role === 'user' && <Question message={message} />}
      {message.role === 'assistant' && <Reply message={message} isLast={isLast} />}
      {message.role === 'document' && <DocumentCard messageId={message.id} jobId={message.jobId} />}
    </ErrorBoundary>
  )
})

const Question = memo(({ message }: { readonly message: UserMessage }) => {
  const editing = useEditing(message.id)
  const [isSource, setSource] = useState(false)
  const isDrawnOtherwise = useMemo(() => hasMarkup(message.text), [message.text])
  return (
    <article
      ref={editing.article}
      className="message question"
      aria-label="You"
      data-message={message.id}
      data-editing={editing.isOn}
    >
      <MessageHeading words="You" />
      {editing.isOn ? (
        // A reply begins, so the focus moves to the composer.
        <VersionEdit message={message} editing={editing} action="Send" focusAfter={composerField} />
      ) : (
        <>
          {message.documentIds && !isListedInBatch(message) && <SentDocuments ids={message.documentIds} />}
          {message.text !== '' && (
            <div className="question-line">
              <QuestionText message={message} isSource={isSource} />
              <VerdictLine message={message} />
              <QuestionActions
                message={message}
                onEdit={editing.begin}
                isSource={isSource}
                onSource={isDrawnOtherwise ? () => setSource(!isSource) : undefined}
              />
            </div>
          )}
          {message.isBatch && <BatchCard messageId={message.id} prompt={message.text} />}
        </>
      )}
    </article>
  )
})

/** The batch has a row for each of its documents, but for a table only the rows of it. */
const isListedInBatch = ({ isBatch, documentIds = [] }: UserMessage) => isBatch === true && documentIds.length > 1

interface ReplyProps {
  readonly message: AssistantMessage
  readonly isLast: boolean
}

const Reply = memo(({ message, isLast }: ReplyProps) => {
  const isMaking = isBeingMade(message)
  const editing = useEditing(message.id)
  const sources = useSources(message)
  return (
    <article
      ref={editing.article}
      className="message reply"
      aria-label="Assistant"
      aria-busy={isMaking}
      data-message={message.id}
      data-last={isLast}
      data-editing={editing.isOn}
    >
      <MessageHeading words="Assistant" />
      <Reasoning key={message.id} message={message} />
      {editing.isOn ? (
        <VersionEdit message={message} editing={editing} action="Save" focusAfter={editing.editButton} />
      ) : (
        <>
          <div className="reply-answer" data-part="answer">
            {message.text !== '' && (
              <AnswerText key={message.id} message={message} isFinished={!isMaking} sources={sources} />
            )}
          </div>
          {!isMaking && <AnswerAccount message={message} sources={sources} />}
          <ReplyStatus message={message} isLast={isLast} />
          {!isMaking && <VerdictLine message={message} />}
          {!isMaking && <DemoOffer message={message} isLast={isLast} />}
          {!isMaking && <OversightLine message={message} />}
          {!isMaking && <ClaimList message={message} />}
          {!isMaking && <DoubtList message={message} />}
          {!isMaking && <SignOffLine message={message} />}
          {!isMaking && <ReplyActions message={message} onEdit={editing.begin} />}
        </>
      )}
    </article>
  )
})

/** With it VoiceOver goes from message to message. */
const MessageHeading = ({ words }: { readonly words: string }) => <h2 className="hidden message-heading">{words}</h2>

function AnswerText(props: ComponentProps<typeof Answer>) {
  const mayRefer = useConversations(({ transcript }) => mayHaveMarkers(props.message, transcript?.documents ?? {}))
  if (mayRefer) return <Answer {...props} />
  return <Markdown text={props.message.text} isFinished={props.isFinished} />
}

interface VersionEditProps {
  readonly message: UserMessage | AssistantMessage
  readonly editing: Editing<HTMLElement>
  readonly action: 'Send' | 'Save'
  readonly focusAfter: FindTarget
}

/** Edits a message, which makes a new version of it. */
function VersionEdit({ message, editing, action, focusAfter }: VersionEditProps) {
  const { id, text } = message
  const hasFollowing = useConversations(({ transcript }) => transcript !== null && isFollowed(transcript, id))
  return (
    <MessageEdit
      id={id}
      text={text}
      action={action}
      hint={`${action}s a new version. The old one is kept${hasFollowing ? ', with the messages after it' : ''}.`}
      onSave={(edited) => editing.save(edited, (changed) => editMessage(id, changed), focusAfter)}
      onCancel={editing.cancel}
    />
  )
}

function BrokenMessage({ text }: { readonly text: string }): ReactNode {
  return (
    <article className="message" aria-label="Message">
      <p className="message-broken">This message could not be shown. Its text is safe:</p>
      <pre className="message-plain">{text}</pre>
    </article>
  )
}
