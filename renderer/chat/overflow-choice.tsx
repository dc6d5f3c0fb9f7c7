import './overflow-choice.css'
import { FileText, ListCollapse, Pencil, Scissors, SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { ContextCount } from '../../contract/context.js'
import { dropOldest, foldOldest } from '../stores/context.js'
import { useConversations } from '../stores/conversations.js'
import { lastQuestion } from '../stores/transcript.js'
import { setConversationSettingsOpen } from '../stores/view.js'
import { plural } from '../ui/words.js'
import { focusComposer } from './composer-field.js'
import { helpOf, overflowWords } from './context-words.js'
import { beginEditing } from './use-editing.js'

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
  const { overflow } = count
  if (!overflow) return null
  const help = helpOf(count, overflow)
  const choose = (act: (draft: string) => Promise<void>) => async () => {
    setChosen(true)
    focusComposer()
    await act(draft)
    setChosen(false)
  }
  return (
    <section className="overflow-choice" aria-labelledby={titleId}>
      <p id={titleId} role="status">
        {overflowWords(count, overflow)}
      </p>
      {help === 'cut' && (
        <div className="overflow-ways">
          <Way
            icon={<Scissors />}
            name={`Drop the oldest ${plural(overflow.dropMessages, 'message')}`}
            detail="The model no longer sees them. They stay here, and you can undo it."
            isDisabled={isChosen}
            onChoose={choose(dropOldest)}
          />
          {overflow.foldMessages > 0 && (
            <Way
              icon={<ListCollapse />}
              name={`Fold the oldest ${plural(overflow.foldMessages, 'message')} into a summary`}
              detail="The model writes it and goes on from it. You can edit and undo it."
              isDisabled={isChosen}
              onChoose={choose(foldOldest)}
            />
          )}
        </div>
      )}
      {help === 'draft' && (
        <div className="overflow-ways">
          <Way
            icon={<FileText />}
            name="Add it as a document"
            detail="The model reads it part by part and writes a summary. Or shorten it."
            isDisabled={isChosen}
            onChoose={onAsDocument}
          />
        </div>
      )}
      {help === 'sent' && questionId !== undefined && (
        <div className="overflow-ways">
          <Way
            icon={<Pencil />}
            name="Edit your message"
            detail="It is answered when you save it. The message as it was stays."
            isDisabled={isChosen}
            onChoose={() => beginEditing(questionId)}
          />
        </div>
      )}
      {help === 'instructions' && (
        <div className="overflow-ways">
          <Way
            icon={<SlidersHorizontal />}
            name="Edit the instructions"
            detail="They are among the conversation’s settings."
            isDisabled={isChosen}
            onChoose={() => setConversationSettingsOpen(true)}
          />
        </div>
      )}
    </section>
  )
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
