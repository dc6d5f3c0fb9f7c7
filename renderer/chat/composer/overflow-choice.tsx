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
import { helpOf, overflowWords } from './context-words.js'

interface OverflowChoiceProps {
  readonly count: ContextCount
  readonly draft: string
  /** Takes the draft out of the composer and adds it as a document. */
  readonly onAsDocument: () => void
}

/** What the next prompt is too long by, before it is sent or after, and the ways on. */
export function OverflowChoice({ count, draft, onAsDocument }: OverflowChoiceProps) {
  const titleId = useId()
  const [isChosen, setChosen] = useState(false)
  const questionId = useConversations(({ transcript }) => lastQuestion(transcript)?.id)
  const isLastAnswered = useConversations(({ transcript }) => isAnswered(transcript))
  const lastId = useConversations(({ transcript }) => transcript?.order.at(-1))
  const { overflow } = count
  if (!overflow) return null
  const help = helpOf(count, overflow, isLastAnswered)
  const cut = (act: (draft: string) => Promise<void>) => async () => {
    setChosen(true)
    focusComposer()
    await act(draft)
    setChosen(false)
  }
  const drop = {
    icon: <Scissors />,
    name: `Drop the oldest ${plural(overflow.dropMessages, 'message')}`,
    detail: `Makes ${plural(overflow.dropFrees, 'token')} free. The model no longer sees them; they stay here, and you can undo it.`,
    onChoose: cut(dropOldest),
  }
  const fold = {
    icon: <ListCollapse />,
    name: `Fold the oldest ${plural(overflow.foldMessages, 'message')} into a summary`,
    detail: `Makes at least ${plural(overflow.foldFrees, 'token')} free. The model writes it and goes on from it; you can edit and undo it.`,
    onChoose: cut(foldOldest),
  }
  const editing = questionId === undefined ? [] : [{ ...edit, onChoose: () => beginEditing(questionId) }]
  const ways = {
    cut: overflow.foldMessages > 0 ? [drop, fold] : [drop],
    draft: [{ ...asDocument, onChoose: onAsDocument }],
    sent: editing,
    reply: lastId === undefined ? editing : [{ ...anew, onChoose: () => regenerate(lastId) }, ...editing],
    instructions: [{ ...instructions, onChoose: () => setConversationSettingsOpen(true) }],
  }[help]
  return (
    <section className="overflow-choice" aria-labelledby={titleId}>
      <p id={titleId} role="status">
        {overflowWords(count, overflow, help)}
      </p>
      <div className="overflow-ways">
        {ways.map((way) => (
          <Way key={way.name} {...way} isDisabled={isChosen} />
        ))}
      </div>
    </section>
  )
}

const asDocument = {
  icon: <FileText />,
  name: 'Add it as a document',
  detail: 'The model reads it part by part and writes a summary. Or shorten it.',
}
const anew = {
  icon: <RefreshCw />,
  name: 'Regenerate the reply',
  detail: 'Another version, which may be shorter. This one stays.',
}
const edit = {
  icon: <Pencil />,
  name: 'Edit your message',
  detail: 'It is answered when you save it. The message as it was stays.',
}
const instructions = {
  icon: <SlidersHorizontal />,
  name: 'Edit the instructions',
  detail: 'They are among the conversation’s settings.',
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
