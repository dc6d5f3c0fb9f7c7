import { ChevronDown, CodeXml, Columns2, CopyPlus, ListChecks, ListPlus, Pencil, RefreshCw, Type } from 'lucide-react'
import { useContext } from 'react'
import { type AssistantMessage, isTemporary, type UserMessage } from '../../../contract/chat.js'
import type { ModelChoice } from '../../../contract/models.js'
import { plainAnswer } from '../../documents/answer-words.js'
import { compareVersions } from '../../stores/comparison.js'
import { useConversations } from '../../stores/conversations.js'
import { useDocumentsById } from '../../stores/documents.js'
import { duplicateFrom } from '../../stores/history.js'
import { lookForModels, useModels } from '../../stores/models.js'
import { continueReply, regenerateReply } from '../../stores/replies.js'
import { checkReply } from '../../stores/reviews.js'
import { reportError } from '../../stores/view.js'
import { useEfforts, useWantedModel } from '../../stores/wanted-model.js'
import { CopyMessage } from '../../ui/copy-message.js'
import { DragOut } from '../../ui/drag-out.js'
import { IconButton } from '../../ui/icon-button.js'
import { Menu } from '../../ui/menu.js'
import { ReadOnlyContext } from '../../ui/read-only.js'
import { focusComposer } from '../composer/composer-field.js'
import { SignOffButton } from '../review/sign-off.js'
import { MessageTime } from './message-time.js'
import { endingOf } from './reply-ending.js'
import { Statistics } from './statistics.js'
import { tryAgainEntries } from './try-again-entries.js'
import { useCanChange } from './use-can-change.js'
import { Versions } from './versions.js'

const noModels: ModelChoice = { models: [], chosenId: '', loadedId: '' }

const EditButton = ({ onEdit }: { readonly onEdit: () => void }) => (
  <IconButton label="Edit" data-action="edit" onClick={onEdit}>
    <Pencil />
  </IconButton>
)

interface QuestionActionsProps {
  readonly message: UserMessage
  readonly onEdit: () => void
  /** The text is shown as it was written. */
  readonly isSource: boolean
  /** Switches between the source and the formatted text, where they differ. */
  readonly onSource: (() => void) | undefined
}

export function QuestionActions({ message, onEdit, isSource, onSource }: QuestionActionsProps) {
  const canChange = useCanChange()
  return (
    <div className="message-actions question-actions">
      <CopyMessage text={message.text} />
      {onSource && (
        <IconButton label={isSource ? 'Show formatted' : 'Show as written'} onClick={onSource}>
          {isSource ? <Type /> : <CodeXml />}
        </IconButton>
      )}
      {canChange && !message.isBatch && <EditButton onEdit={onEdit} />}
      <DragOut source={{ kind: 'message', messageId: message.id }} />
      <Versions versions={message.versions} />
      <MessageTime createdAt={message.createdAt} />
    </div>
  )
}

interface ReplyActionsProps {
  readonly message: AssistantMessage
  readonly onEdit: () => void
}

/** The actions of a reply that is not running. */
export function ReplyActions({ message, onEdit }: ReplyActionsProps) {
  const canChange = useCanChange()
  const isReadOnly = useContext(ReadOnlyContext)
  const hasText = message.text !== ''
  return (
    <div className="message-actions reply-actions">
      {hasText && <CopyAnswer message={message} />}
      {hasText && canChange && <EditButton onEdit={onEdit} />}
      {canChange && <Regenerate message={message} />}
      {canChange && endingOf(message) === undefined && hasText && (
        <IconButton label="Continue" onClick={() => thenFocusComposer(() => continueReply(message.id))}>
          <ListPlus />
        </IconButton>
      )}
      {hasText && !isReadOnly && (
        <IconButton label="Check this" onClick={() => checkReply(message.id)}>
          <ListChecks />
        </IconButton>
      )}
      {hasText && !isReadOnly && !message.signOff && <SignOffButton messageId={message.id} />}
      {canChange && message.versions && (
        <IconButton label="Compare versions" onClick={() => void compareVersions(message)}>
          <Columns2 />
        </IconButton>
      )}
      <DuplicateButton messageId={message.id} />
      {hasText && <DragOut source={{ kind: 'message', messageId: message.id }} />}
      <Versions versions={message.versions} />
      {message.isEdited && <span className="reply-edited">Edited by you</span>}
      {(message.statistics || message.recipe) && <Statistics message={message} />}
      <MessageTime createdAt={message.createdAt} />
    </div>
  )
}

function DuplicateButton({ messageId }: { readonly messageId: string }) {
  const isTemporaryOpen = useConversations(({ openId }) => isTemporary(openId))
  if (isTemporaryOpen) return null
  return (
    <IconButton label="Duplicate as new conversation from here" onClick={() => void duplicateFrom(messageId)}>
      <CopyPlus />
    </IconButton>
  )
}

function CopyAnswer({ message }: Pick<ReplyActionsProps, 'message'>) {
  const documents = useDocumentsById()
  return <CopyMessage text={plainAnswer(message, documents)} />
}

function Regenerate({ message }: Pick<ReplyActionsProps, 'message'>) {
  const choice = useModels((state) => state.choice) ?? noModels
  const wanted = useWantedModel()
  const efforts = useEfforts()
  const entries = tryAgainEntries(choice, wanted?.id, efforts, (change) => regenerateReply(message.id, change))
    // Focus the composer at once, not after the user has chosen a model folder.
    .map((entry) => ({ ...entry, run: () => thenFocusComposer(entry.run) }))
  return (
    <span className="regenerate">
      <IconButton label="Regenerate" onClick={() => thenFocusComposer(() => regenerateReply(message.id))}>
        <RefreshCw />
      </IconButton>
      <Menu label="Try again with" entries={entries} onOpen={() => lookForModels().catch(reportError)}>
        <IconButton label="Try again with" className="regenerate-with">
          <ChevronDown />
        </IconButton>
      </Menu>
    </span>
  )
}

/** The buttons disappear while a reply runs, so the focus moves to the composer, beside Stop. */
function thenFocusComposer(act: () => void): void {
  act()
  focusComposer()
}
