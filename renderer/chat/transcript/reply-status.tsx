import './reply-status.css'
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import type { AddedDocument } from '../../../contract/documents.js'
import { stopReply, useConversations } from '../../stores/conversations.js'
import { releaseMessage } from '../../stores/filter.js'
import { useModels } from '../../stores/models.js'
import { continueReply, regenerateReply } from '../../stores/replies.js'
import type { Progress } from '../../stores/transcript.js'
import { Button } from '../../ui/button.js'
import { ProgressBar } from '../../ui/progress-bar.js'
import { formatNumber, ordinal } from '../../ui/words.js'
import { focusComposer } from '../composer/composer-field.js'
import { useContextCount } from '../composer/use-context-count.js'
import { type Ending, endingOf, remarksOf } from './reply-ending.js'
import { Silence } from './silence.js'
import { useCanChange } from './use-can-change.js'
import { beginEditing } from './use-editing.js'

interface ReplyStatusProps {
  readonly message: AssistantMessage
  readonly isLast: boolean
}

/** The status of a reply below its text: progress, remarks, and how it ended. */
export function ReplyStatus({ message, isLast }: ReplyStatusProps) {
  const progress = useConversations(({ transcript }) => transcript?.progress[message.id])
  switch (message.state) {
    case 'waiting':
      return <Waiting replyId={message.id} />
    case 'reading':
    case 'reasoning':
    case 'writing':
      return (
        <>
          {message.state === 'reading' && <Reading reading={progress?.reading} />}
          {message.state === 'writing' && message.verdict?.isHeld && (
            <p className="reply-status">Writing. The content filter reads it first.</p>
          )}
          <Silence sign={message.state === 'reading' ? progress : message} />
        </>
      )
    case 'checking':
      return <p className="reply-status">Waiting for the content filter</p>
    case 'stopped':
    case 'failed':
    case 'done':
      return (
        <>
          {remarksOf(message).map((words) => (
            <p key={words} className="reply-status number">
              {words}
            </p>
          ))}
          <Ended message={message} isLast={isLast} />
        </>
      )
  }
}

function Waiting({ replyId }: { readonly replyId: string }) {
  const place = useModels(({ queue }) => queue.find(({ targetId }) => targetId === replyId)?.place) ?? 0
  const isModelUnavailable = useModels(({ status }) => status.state !== 'ready' && status.state !== 'starting')
  if (isModelUnavailable) return <WaitingForModel />
  if (place === 0) return <Dots />
  return (
    <p className="reply-status number">
      {ordinal(place + 1)} in line
      <Button kind="quiet" onClick={stopReply}>
        Cancel
      </Button>
    </p>
  )
}

const WaitingForModel = () => <p className="reply-status">Waiting for the model to load</p>

const Dots = () => (
  <p className="reply-dots">
    <span className="hidden">Waiting for the model</span>
    <i />
    <i />
    <i />
  </p>
)

const shownAfterMs = 400

/** Shows the bar after a delay, because most prompts are read faster. */
function Reading({ reading }: { readonly reading: Progress['reading'] }) {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), shownAfterMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown || !reading || reading.total <= 0) return <Dots />
  const { done, total, unit } = reading
  const words =
    unit === 'token'
      ? `Reading ${formatNumber(done)} of ${formatNumber(total)} tokens`
      : `Reading part ${formatNumber(Math.min(done + 1, total))} of ${formatNumber(total)}`
  const label = unit === 'token' ? 'Reading the prompt' : 'Reading the documents'
  return (
    <div className="reply-reading number">
      <ProgressBar label={label} value={reading.done / reading.total} words={words} />
      <span>{words}</span>
    </div>
  )
}

function Ended({ message, isLast }: ReplyStatusProps) {
  const canChange = useCanChange()
  const ending = endingOf(message)
  if (!ending) return null
  const canAct = isLast && canChange
  const { parentId } = message
  const act = (run: (id: string) => void) => () => {
    run(message.id)
    focusComposer()
  }
  return (
    <div className={ending.isFailure ? 'reply-failed' : 'reply-status'}>
      {ending.isFailure && <CircleAlert />}
      <p>{ending.words}</p>
      {canAct && ending.canContinue && (
        <Continue ending={ending} conversationId={message.conversationId} onChoose={act(continueReply)} />
      )}
      {canAct && ending.canSendAnyway && parentId !== null && (
        <Button
          onClick={() => {
            releaseMessage(parentId)
            focusComposer()
          }}
        >
          Send it anyway
        </Button>
      )}
      {canAct && ending.canTryAgain && (
        <Button kind={ending.isFailure ? 'plain' : 'quiet'} onClick={act(regenerateReply)}>
          Try again
        </Button>
      )}
      {canAct && ending.canEditQuestion && parentId !== null && (
        <Button kind="quiet" onClick={() => beginEditing(parentId)}>
          Edit your message
        </Button>
      )}
    </div>
  )
}

interface ContinueProps {
  readonly ending: Ending
  readonly conversationId: string
  readonly onChoose: () => void
}

function Continue({ ending, conversationId, onChoose }: ContinueProps) {
  const button = (
    <Button kind={ending.isFailure ? 'plain' : 'quiet'} onClick={onChoose}>
      Continue
    </Button>
  )
  if (!ending.room) return button
  return (
    <IfRoom conversationId={conversationId} canBeMade={ending.room === 'needed-or-made'}>
      {button}
    </IfRoom>
  )
}

interface IfRoomProps {
  readonly conversationId: string
  readonly canBeMade: boolean
  readonly children: ReactNode
}

const nothingAttached: readonly AddedDocument[] = []

/** Offers Continue only if the context has room, or with `canBeMade` if a cut can make room. */
function IfRoom({ conversationId, canBeMade, children }: IfRoomProps) {
  const count = useContextCount(conversationId, '', nothingAttached)?.count
  if (!count) return null
  return !count.overflow || (canBeMade && count.overflow.dropMessages > 0) ? children : null
}
