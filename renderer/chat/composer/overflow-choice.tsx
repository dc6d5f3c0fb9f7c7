import './overflow-choice.css'
import { FileText, ListCollapse, Pencil, RefreshCw, Scissors, SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { ContextCount } from '../../../contract/context.js'
import { dropOldest, foldOldest } from '../../stores/context.js'
import { useConversations } from '../../stores/conversations.js'
import { regenerateReply } from '../../stores/replies.js'
import { isAnswered, lastQuestion } from '../../stores/transcript.js'
import { setConversationSettingsOpen } from '../../stores/view.js'
import { plural } from '../../ui/words.js'
import { beginEditing } from '../transcript/use-editing.js'
import { focusComposer } from './composer-field.js'
import { overflowWords, remedyOf } from './context-words.js'

interface OverflowChoiceProps {
  readonly count: ContextCount
  readonly draft: string
  /** Takes the draft out of the composer and adds it as a document. */
  readonly onAsDocument: () => void
}

/** Says by how much the next prompt is too long, before or after sending, and offers ways to make room. */
export function OverflowChoice({ count, draft, onAsDocument }: OverflowChoiceProps) {
  const titleId = useId()
  const [isChosen, setChosen] = useState(false)
  const questionId = useConversations(({ transcript }) => lastQuestion(transcript)?.id)
  const isLastAnswered = useConversations(({ transcript }) => isAnswered(transcript))
  const lastId = useConversations(({ transcript }) => transcript?.order.at(-1))
  const { overflow } = count
  if (!overflow) return null
  const remedy = remedyOf(count, overflow, isLastAnswered)
  const cut = (act: (draft: string) => Promise<void>) => async () => {
    setChosen(true)
    focusComposer()
    await act(draft)
    setChosen(false)
  }
  const drop = {
    icon: <Scissors />,
    name: `Drop ${oldest(overflow.dropMessages)}`,
    detail: `Frees ${plural(overflow.dropFrees, 'token')}. ${hiddenWords(overflow.dropMessages)}, and you can undo this.`,
    onChoose: cut(dropOldest),
  }
  const fold = {
    icon: <ListCollapse />,
    name: `Fold ${oldest(overflow.foldMessages)} into a summary`,
    detail: `Frees at least ${plural(overflow.foldFrees, 'token')}. The model writes the summary and continues from it. You can edit or undo it.`,
    onChoose: cut(foldOldest),
  }
  const editing = questionId === undefined ? [] : [{ ...edit, onChoose: () => beginEditing(questionId) }]
  const ways = {
    cut: overflow.foldMessages > 0 ? [drop, fold] : [drop],
    draft: [{ ...asDocument, onChoose: onAsDocument }],
    sent: editing,
    reply: lastId === undefined ? editing : [{ ...regeneration, onChoose: () => regenerate(lastId) }, ...editing],
    instructions: [{ ...instructions, onChoose: () => setConversationSettingsOpen(true) }],
  }[remedy]
  return (
    <section className="overflow-choice" aria-labelledby={titleId}>
      <p id={titleId} role="status">
        {overflowWords(count, overflow, remedy)}
      </p>
      <div className="overflow-ways">
        {ways.map((way) => (
          <Way key={way.name} {...way} isDisabled={isChosen} />
        ))}
      </div>
    </section>
  )
}

const oldest = (count: number) => (count === 1 ? 'the oldest message' : `the oldest ${plural(count, 'message')}`)

const hiddenWords = (count: number) =>
  count === 1
    ? 'The model no longer sees this message. It stays here'
    : 'The model no longer sees these messages. They stay here'

const asDocument = {
  icon: <FileText />,
  name: 'Add it as a document',
  detail: 'The model reads it in parts and writes a summary.',
}
const regeneration = {
  icon: <RefreshCw />,
  name: 'Regenerate the reply',
  detail: 'Makes a new version, which may be shorter. The old one is kept.',
}
const edit = {
  icon: <Pencil />,
  name: 'Edit your message',
  detail: 'Sends a new version. The old one is kept.',
}
const instructions = {
  icon: <SlidersHorizontal />,
  name: 'Edit the instructions',
  detail: 'They are in the conversation settings.',
}

function regenerate(replyId: string): void {
  regenerateReply(replyId)
  focusComposer()
}

interface WayProps {
  readonly icon: ReactNode
  readonly name: string
  readonly detail: string
  readonly isDisabled: boolean
  readonly onChoose: () => void
}

function Way({ icon, name, detail, isDisabled, onChoose }: WayProps) {
  const id = useId()
  return (
    <button
      type="button"
      className="overflow-way"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-detail`}
      disabled={isDisabled}
      onClick={onChoose}
    >
      {icon}
      <span>
        <span id={`${id}-name`} className="overflow-way-name">
          {name}
        </span>
        <span id={`${id}-detail`} className="overflow-way-detail">
          {detail}
        </span>
      </span>
    </button>
  )
}
