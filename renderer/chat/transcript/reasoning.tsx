import './reasoning.css'
import { memo, useEffect, useId, useRef, useState } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { useConversations } from '../../stores/conversations.js'
import { answerNow } from '../../stores/replies.js'
import { Button } from '../../ui/button.js'
import { DisclosureButton } from '../../ui/disclosure-button.js'
import { inPlace } from '../../ui/in-place.js'
import { duration, plural, thoughtFor } from '../../ui/words.js'
import { focusComposer } from '../composer/composer-field.js'
import { Markdown } from '../markdown/markdown.js'
import { noSections, readSections } from './reasoning-sections.js'
import { useElapsed } from './use-elapsed.js'

/** The reasoning of a reply: one row that the user can expand. It collapses when the answer begins. */
export function Reasoning({ message }: { readonly message: AssistantMessage }) {
  const isReasoning = message.state === 'reasoning'
  const [isOpen, setOpen] = useState(false)
  const textId = useId()
  useEffect(() => {
    if (!isReasoning) setOpen(false)
  }, [isReasoning])
  const isFound = useConversations(
    ({ found }) =>
      found?.messageId === message.id && (found.isInReasoning === true || found.occurrence?.part === 'reasoning'),
  )
  useEffect(() => {
    if (isFound) setOpen(true)
  }, [isFound])
  if (message.reasoning === '' && !isReasoning) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of text, and no form
    <div className="reasoning" role="group" aria-label="Reasoning">
      <div className="reasoning-row">
        <DisclosureButton isOpen={isOpen} controls={textId} onToggle={() => setOpen(!isOpen)}>
          {isReasoning ? <RunningReasoning message={message} /> : <FinishedReasoning message={message} />}
        </DisclosureButton>
        {isReasoning && <AnswerNow />}
      </div>
      <div id={textId} className="reasoning-text" data-part="reasoning" hidden={!isOpen}>
        {isOpen && <ReasoningText text={message.reasoning} isFinished={!isReasoning} />}
      </div>
    </div>
  )
}

function ReasoningText({ text, isFinished }: { readonly text: string; readonly isFinished: boolean }) {
  const known = useRef(noSections)
  known.current = readSections(known.current, text)
  const { sections } = known.current
  return inPlace(sections, (section, index) => (
    <Section text={section} isFinished={isFinished || index < sections.length - 1} />
  ))
}

const Section = memo(Markdown)

function RunningReasoning({ message }: { readonly message: AssistantMessage }) {
  const seenSince = useConversations(({ transcript }) => transcript?.progress[message.id]?.reasoningSince)
  const elapsedMs = useElapsed(message.reasoningProgress?.since ?? seenSince)
  return (
    <span className="number">
      <i className="reasoning-dot" />
      Thinking…{elapsedMs >= 1_000 && ` ${duration(Math.floor(elapsedMs / 1_000) * 1_000)}`}
      {message.reasoningProgress &&
        message.reasoningProgress.tokens > 0 &&
        ` · ${plural(message.reasoningProgress.tokens, 'token')}`}
    </span>
  )
}

function AnswerNow() {
  const [isRequested, setRequested] = useState(false)
  if (isRequested) return <span className="reasoning-asked">Answering…</span>
  const requestAnswer = () => {
    setRequested(true)
    answerNow()
    // The button disappears when the answer begins.
    focusComposer()
  }
  return (
    <Button kind="quiet" onClick={requestAnswer}>
      Answer now
    </Button>
  )
}

function FinishedReasoning({ message }: { readonly message: AssistantMessage }) {
  const seenMs = useConversations(({ transcript }) => transcript?.progress[message.id]?.reasoningMs)
  const ms = message.reasoningMs ?? seenMs
  return <span className="number">{ms === undefined ? 'Thought' : thoughtFor(ms)}</span>
}
