import './question-text.css'
import { useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import type { UserMessage } from '../../../contract/chat.js'
import { lowerCase } from '../../../contract/lower-case.js'
import { visibleText } from '../../../markdown/visible-text.js'
import { type FoundPassage, useConversations } from '../../stores/conversations.js'
import { Markdown } from '../markdown/markdown.js'
import { isFoldable } from './folded-text.js'
import { foundWords } from './found-ranges.js'

interface QuestionTextProps {
  readonly message: UserMessage
  /** Show the text as it was written, and not as Markdown. */
  readonly isSource: boolean
}

/** The text of a user's message. A long one is folded until the user, a search or the keyboard goes into it. */
export function QuestionText({ message: { id, text }, isSource }: QuestionTextProps) {
  const found = useConversations((state) => (state.found?.messageId === id ? state.found : null))
  const isLong = useMemo(() => isFoldable(text), [text])
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (found) setOpen(true)
  }, [found])
  const isFoundInSource = useMemo(() => found !== null && !isShown(text, found), [text, found])
  return (
    <div className="question-bubble">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: opens what is folded when the focus goes into it */}
      <div className="question-text" data-part="question" data-folded={isLong && !isOpen} onFocus={() => setOpen(true)}>
        {isSource || isFoundInSource ? (
          <div className="question-source" dir="auto">
            {text}
          </div>
        ) : (
          <Markdown text={text} isFinished />
        )}
      </div>
      {isLong && <FoldButton isOpen={isOpen} setOpen={setOpen} />}
    </div>
  )
}

interface FoldButtonProps {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
}

function FoldButton({ isOpen, setOpen }: FoldButtonProps) {
  return (
    <button
      type="button"
      className="question-more"
      aria-expanded={isOpen}
      onClick={({ currentTarget }) => {
        flushSync(() => setOpen(!isOpen))
        // Folding moves the button up, perhaps out of sight.
        if (isOpen) currentTarget.scrollIntoView({ block: 'nearest' })
      }}
    >
      {isOpen ? 'Show less' : 'Show all'}
    </button>
  )
}

/** Whether Markdown shows what a search found: the address of a link and marks are only in the source. */
function isShown(text: string, found: FoundPassage): boolean {
  const shown = lowerCase(visibleText(text))
  return foundWords(found).every((word) => shown.includes(word.text))
}
