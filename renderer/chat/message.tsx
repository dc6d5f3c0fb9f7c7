import './message.css'
import { memo, type ReactNode } from 'react'
import type { AssistantMessage, UserMessage } from '../../contract/chat.js'
import { DocumentCard } from '../documents/document-card.js'
import { useConversations } from '../stores/conversations.js'
import { isBeingMade } from '../stores/transcript.js'
import { ErrorBoundary } from '../ui/error-boundary.js'
import { Markdown } from './markdown/markdown.js'
import { CopyMessage, ReplyActions } from './message-actions.js'
import { Reasoning } from './reasoning.js'
import { ReplyStatus } from './reply-status.js'

interface MessageRowProps {
  readonly id: string
  readonly isLast: boolean
}

/** One message. One that can't be drawn says so in its place, with its text. */
export const MessageRow = memo(({ id, isLast }: MessageRowProps) => {
  const message = useConversations(({ transcript }) => transcript?.messages[id])
  if (!message) return null
  const text = message.role === 'document' ? '' : message.text
  return (
    <ErrorBoundary fallback={() => <BrokenMessage text={text} />}>
      {message.role === 'user' && <Question message={message} />}
      {message.role === 'assistant' && <Reply message={message} isLast={isLast} />}
      {message.role === 'document' && <DocumentCard jobId={message.jobId} />}
    </ErrorBoundary>
  )
})

const Question = memo(({ message }: { readonly message: UserMessage }) => (
  <article className="message question" aria-label="You">
    <div className="question-actions">
      <CopyMessage text={message.text} />
    </div>
    <div className="question-bubble" dir="auto">
      {message.text}
    </div>
  </article>
))

interface ReplyProps {
  readonly message: AssistantMessage
  readonly isLast: boolean
}

const Reply = memo(({ message, isLast }: ReplyProps) => {
  const isMaking = isBeingMade(message)
  return (
    <article className="message reply" aria-label="Assistant" aria-busy={isMaking} data-last={isLast}>
      <Reasoning message={message} />
      <div className="reply-answer" data-part="answer">
        {message.text !== '' && <Markdown text={message.text} isFinished={!isMaking} />}
      </div>
      <ReplyStatus message={message} isLast={isLast} />
      {!isMaking && <ReplyActions message={message} isLast={isLast} />}
    </article>
  )
})

function BrokenMessage({ text }: { readonly text: string }): ReactNode {
  return (
    <article className="message" aria-label="Message">
      <p className="message-broken">This message could not be drawn. Its text is safe:</p>
      <pre className="message-plain">{text}</pre>
    </article>
  )
}
