import './verdict-line.css'
import { ShieldAlert, ShieldCheck, ShieldEllipsis, ShieldQuestionMark } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import type { AssistantMessage, UserMessage } from '../../../contract/chat.js'
import type { Verdict } from '../../../contract/content-filter.js'
import { checkAgain, releaseMessage } from '../../stores/filter.js'
import { showPrompt } from '../../stores/view.js'
import { Button } from '../../ui/button.js'
import { DisclosureButton } from '../../ui/disclosure-button.js'
import { useCanChange } from './use-can-change.js'
import { verdictWords } from './verdict-words.js'

const icons: Readonly<Record<Verdict['outcome'], ReactNode>> = {
  waiting: <ShieldEllipsis />,
  allowed: <ShieldCheck />,
  flagged: <ShieldAlert />,
  unchecked: <ShieldQuestionMark />,
}

interface VerdictLineProps {
  readonly message: UserMessage | AssistantMessage
}

/** What the content filter decided on a message: one row, the reason on request, and the way past it. */
export function VerdictLine({ message }: VerdictLineProps) {
  const { verdict } = message
  return verdict ? <Line message={message} verdict={verdict} /> : null
}

function Line({ message, verdict }: VerdictLineProps & { readonly verdict: Verdict }) {
  const [isOpen, setOpen] = useState(false)
  const first = useRef(verdict.outcome)
  const detailsId = useId()
  const { outcome, isHeld } = verdict
  const words = verdictWords(verdict, message.role === 'user')
  // The status of the reply says that it is being checked.
  if (outcome === 'waiting' && isHeld && message.role === 'user') return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a remark on a message, and no form
    <div className="verdict" role="group" aria-label="Content filter" data-outcome={outcome}>
      <div className="verdict-row">
        {icons[outcome]}
        {outcome === 'waiting' ? (
          <span className="verdict-waiting">{words}</span>
        ) : (
          <DisclosureButton isOpen={isOpen} controls={detailsId} onToggle={() => setOpen(!isOpen)}>
            {words}
          </DisclosureButton>
        )}
        <Actions message={message} verdict={verdict} />
      </div>
      <span className="hidden" role="status">
        {outcome !== first.current && outcome !== 'allowed' && words}
      </span>
      <div id={detailsId} className="verdict-details" hidden={!isOpen}>
        {isOpen && <Details message={message} verdict={verdict} />}
      </div>
    </div>
  )
}

/** A message that is not sent has its ways below it, in place of its reply. */
function Actions({ message, verdict }: VerdictLineProps & { readonly verdict: Verdict }) {
  const canChange = useCanChange()
  const { outcome, isHeld, isReleased } = verdict
  if (message.role === 'user' && isHeld) return null
  return (
    <>
      {isHeld && outcome !== 'waiting' && (
        <Button kind="quiet" onClick={() => releaseMessage(message.id)}>
          Show it anyway
        </Button>
      )}
      {outcome === 'unchecked' && !isReleased && canChange && (
        <Button kind="quiet" onClick={() => checkAgain(message.id)}>
          Check again
        </Button>
      )}
    </>
  )
}

function Details({ message, verdict }: VerdictLineProps & { readonly verdict: Verdict }) {
  const { reason, rules, model, answer, isHeld } = verdict
  const facts = [rules.length > 0 && `Rules: ${rules.join(', ')}`, model !== undefined && `Checked by ${model}`]
  const { conversationId, id: messageId } = message
  return (
    <>
      <p dir="auto">{reason}</p>
      {answer !== undefined && (
        <>
          <p>{answer === '' ? 'It wrote nothing.' : 'It wrote:'}</p>
          {answer !== '' && <pre>{answer}</pre>}
        </>
      )}
      <p>{facts.filter(Boolean).join(' · ')}</p>
      {/* The prompt has the text. */}
      {!(isHeld && message.role === 'assistant') && model !== undefined && (
        <Button kind="quiet" onClick={() => showPrompt({ conversationId, messageId, isCheck: true })}>
          Show what it was given
        </Button>
      )}
    </>
  )
}
