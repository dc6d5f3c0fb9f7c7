import './composer.css'
import { Plus } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { needsPassword } from '../../../contract/documents.js'
import { Attachments } from '../../documents/attachments.js'
import { SummaryChoice } from '../../documents/summary-choice.js'
import { ModelLine } from '../../models/model-line.js'
import { LentDocuments } from '../../projects/lent-documents.js'
import { pickDocuments, useIsAdding } from '../../stores/adding-files.js'
import { askEach } from '../../stores/batches.js'
import { isReplying, sendMessage, stopReply, useConversations } from '../../stores/conversations.js'
import { summariseDocuments, useAttached } from '../../stores/documents.js'
import { queueMessage, takeBackQueued } from '../../stores/queued.js'
import { forgetSummary } from '../../stores/summary-options.js'
import { isAnswered, lastEditable } from '../../stores/transcript.js'
import { foldOf } from '../../stores/transcript-cuts.js'
import { reportError } from '../../stores/view.js'
import { drawThenFocus, focusAtEnd, isFocusLost } from '../../ui/focus.js'
import { IconButton } from '../../ui/icon-button.js'
import { isEditLastKey, isSendKey, isUndoKey } from '../../ui/keys.js'
import { shortcut } from '../../ui/platform.js'
import { undoInsertion } from '../pasting/insert-text.js'
import { takePaste } from '../pasting/take-paste.js'
import { addTextAsDocument } from '../pasting/take-text.js'
import { beginEditing } from '../transcript/use-editing.js'
import { AskEach } from './ask-each.js'
import { setComposerField } from './composer-field.js'
import { ContextMeter } from './context-meter.js'
import { type Remedy, remedyOf } from './context-words.js'
import { EffortChoice } from './effort-choice.js'
import { EngineNotice } from './engine-notice.js'
import { Folding } from './folding.js'
import { OverflowChoice } from './overflow-choice.js'
import { QueuedMessages } from './queued-messages.js'
import { SendOrStop } from './send-or-stop.js'
import { type Obstacle, obstacleWords, useBlockedSend } from './use-blocked-send.js'
import { useContextCount } from './use-context-count.js'
import { useDraft } from './use-draft.js'

/** Above this length the field has a fixed height. */
const maxGrowingCharacters = 5_000

interface ComposerProps {
  readonly conversationId: string | null
  readonly platform: string
}

export function Composer({ conversationId, platform }: ComposerProps) {
  const stored = useConversations(({ transcript, newDraft }) =>
    conversationId === null ? newDraft : transcript?.draft,
  )
  const shownId = useConversations(({ transcript }) => transcript?.conversationId)
  const isBusy = useConversations(isReplying)
  const isMakingRoom = useConversations(({ transcript }) => foldOf(transcript) !== undefined)
  const isLastAnswered = useConversations(({ transcript }) => isAnswered(transcript))
  const newSettings = useConversations((state) => (conversationId === null ? state.newSettings : undefined))
  const { text, write, take } = useDraft(conversationId, stored, newSettings)
  const [error, setError] = useState<SendError | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  useLayoutEffect(() => {
    setComposerField(field.current)
    return () => setComposerField(null)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the conversation changes, as the focused element may be gone
  useLayoutEffect(() => {
    if (isFocusLost()) field.current?.focus()
  }, [conversationId])

  const attached = useAttached(conversationId)
  const hasText = text.trim() !== ''
  const isEmpty = !hasText && attached.length === 0
  const counted = useContextCount(conversationId, text, attached)
  const count = counted?.count
  const remedy = count?.overflow && remedyOf(count, count.overflow, isLastAnswered)
  const isTooLong = remedy !== undefined && remedy !== 'cut' && remedy !== 'reply'
  const isAdding = useIsAdding(conversationId)
  const unreadable = attached.find(({ state }) => state === 'failed')
  // Documents are sent with the next message, and not with one that waits.
  const canQueue = isBusy && conversationId !== null && shownId === conversationId && attached.length === 0
  const obstacle = obstacleOf({
    isAdding,
    // A summary waits for its turn beside a reply.
    isBusy: isBusy && hasText && !canQueue,
    isMakingRoom,
    isUnreadable: unreadable !== undefined,
    isLocked: unreadable !== undefined && needsPassword(unreadable),
    remedy: hasText && counted?.draft === text ? remedy : undefined,
  })
  const { isBlocked, block } = useBlockedSend(obstacle, conversationId, text)
  const isLong = text.length > maxGrowingCharacters
  const send = () => {
    if (isEmpty) return
    if (obstacle !== null) return block()
    const sending = isBusy ? queueMessage : sendMessage
    void deliver(() => (hasText ? sending(text) : summariseDocuments()))
  }
  const deliver = async (what: () => Promise<void>) => {
    setError(null)
    const { sent, putBack } = take()
    try {
      await what()
      sent()
      forgetSummary(conversationId)
    } catch (cause) {
      putBack()
      const isShown = field.current !== null && useConversations.getState().openId === conversationId
      if (isShown) setError({ conversationId, message: cause instanceof Error ? cause.message : String(cause) })
      else reportError(cause)
    }
  }

  const putBackQueued = (queued: string) => {
    drawThenFocus(
      () => write(text.trim() === '' ? queued : `${text}\n\n${queued}`),
      () => field.current,
    )
    focusAtEnd(field.current)
  }
  const addAsDocument = () => {
    addTextAsDocument(text, 'Message')
    write('')
    field.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, altKey, keyCode, nativeEvent } = event
    const question =
      isEditLastKey(nativeEvent) && isEmpty && text === '' && !isBusy ? lastEditable(transcript()) : undefined
    const waiting = isEditLastKey(nativeEvent) && text === '' ? transcript()?.queued.at(-1) : undefined
    if (waiting !== undefined) {
      event.preventDefault()
      void takeBackQueued(waiting.id).then((queued) => queued !== undefined && putBackQueued(queued))
      return
    }
    if (question !== undefined) {
      event.preventDefault()
      beginEditing(question, () => field.current)
    }
    if (isUndoKey(nativeEvent, platform) && undoInsertion(event.currentTarget)) event.preventDefault()
    if (!isSendKey({ key, shiftKey, altKey, keyCode, isComposing: nativeEvent.isComposing })) return
    event.preventDefault()
    // ⌘Return that is still held after saving an edit repeats here.
    if (!event.repeat) send()
  }

  return (
    <div className="composer">
      <EngineNotice />
      {count?.overflow && !isBusy && !isMakingRoom && !counted?.isBeforeCut && (
        <OverflowChoice count={count} draft={text} onAsDocument={addAsDocument} />
      )}
      <Folding />
      <QueuedMessages onEdit={putBackQueued} />
      <LentDocuments />
      {/* biome-ignore lint/a11y/useSemanticElements: a field and its controls, and no form */}
      <div className="composer-card" role="group" aria-label="New message">
        {error?.conversationId === conversationId && (
          <p className="composer-error" role="alert">
            {error.message} Your message is still here.
          </p>
        )}
        <Attachments conversationId={conversationId} documents={attached} />
        <div className="composer-text">
          <textarea
            ref={field}
            className="composer-field"
            aria-label="Message"
            placeholder={attached.length > 0 ? askPlaceholder(attached.length) : 'Message Parley'}
            rows={1}
            dir={isLong ? undefined : 'auto'}
            data-long={isLong}
            value={text}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={takePaste}
          />
        </div>
        <div className="composer-bar" data-tips="below">
          <IconButton
            label="Add document"
            shortcut={shortcut(platform, 'command', 'O')}
            onClick={() => void pickDocuments()}
          >
            <Plus />
          </IconButton>
          <EffortChoice />
          {attached.length > 0 && !hasText && <SummaryChoice conversationId={conversationId} />}
          <p className="composer-hint" role="status">
            {isBlocked && obstacle !== null
              ? obstacleWords(obstacle, shortcut(platform, 'escape'))
              : canQueue && hasText && 'Return sends this when the reply is done.'}
          </p>
          {count && <ContextMeter count={count} />}
          <AskEach
            attached={attached}
            isDisabled={!hasText || isTooLong || isMakingRoom || isAdding}
            onAsk={() =>
              drawThenFocus(
                () => void deliver(() => askEach(text)),
                () => field.current,
              )
            }
          />
          <SendOrStop
            platform={platform}
            shownId={shownId}
            isBusy={isBusy}
            isDisabled={isEmpty || (hasText && isTooLong) || isMakingRoom || unreadable !== undefined}
            onSend={() => drawThenFocus(send, () => field.current)}
            onStop={() => drawThenFocus(stopReply, () => field.current)}
          />
        </div>
      </div>
      <ModelLine platform={platform} />
    </div>
  )
}

const transcript = () => useConversations.getState().transcript

/** Why the last message of a conversation was not sent. */
interface SendError {
  readonly conversationId: string | null
  readonly message: string
}

const askPlaceholder = (count: number) =>
  count === 1 ? 'Ask about it, or press Return for a summary' : 'Ask about them, or press Return for summaries'

interface SendState {
  readonly isAdding: boolean
  readonly isUnreadable: boolean
  readonly isLocked: boolean
  readonly isBusy: boolean
  readonly isMakingRoom: boolean
  readonly remedy: Remedy | undefined
}

function obstacleOf({ isAdding, isBusy, isMakingRoom, isUnreadable, isLocked, remedy }: SendState): Obstacle | null {
  if (isAdding) return 'arriving'
  if (isUnreadable) return isLocked ? 'locked' : 'unreadable'
  if (isBusy) return 'reply'
  if (isMakingRoom) return 'fold'
  if (remedy === 'draft') return 'too-long'
  return remedy === 'instructions' ? 'no-room' : null
}
