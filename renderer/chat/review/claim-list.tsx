import './review.css'
import { Check, Circle, CircleHelp, X } from 'lucide-react'
import { type ReactElement, useContext, useId, useState } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { type Claim, type ClaimState, type Claims, claimStates, claimsInWords } from '../../../contract/reviews.js'
import { findDoubts } from '../../stores/doubts.js'
import { cancelRun, useModels } from '../../stores/models.js'
import { removeClaims, setClaim } from '../../stores/reviews.js'
import { Button } from '../../ui/button.js'
import { DisclosureButton } from '../../ui/disclosure-button.js'
import { optionsOf } from '../../ui/options.js'
import { ReadOnlyContext } from '../../ui/read-only.js'

/** What is to be looked up in a reply, and what a person found. It is no part of the reply. */
export function ClaimList({ message }: { readonly message: AssistantMessage }) {
  return message.claims ? <List message={message} claims={message.claims} /> : null
}

function List({ message, claims }: { readonly message: AssistantMessage; readonly claims: Claims }) {
  const { id: messageId, text } = message
  const isReadOnly = useContext(ReadOnlyContext)
  const [isOpen, setOpen] = useState(true)
  const check = useModels(({ queue }) =>
    queue.find(({ purpose, targetId }) => purpose === 'check' && targetId === messageId),
  )
  const listId = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list and its buttons, and no form; as regions, those of two replies had one name
    <div className="claims" role="group" aria-label="Claims to check">
      <div className="claims-bar">
        <DisclosureButton isOpen={isOpen} controls={listId} onToggle={() => setOpen(!isOpen)}>
          {claimsInWords(claims)}
        </DisclosureButton>
        {check && (
          <>
            <span role="status">The model looks for more…</span>
            <Button kind="quiet" onClick={() => cancelRun(check.id)}>
              Stop looking
            </Button>
          </>
        )}
        {!isReadOnly && (
          <Button kind="quiet" onClick={() => void findDoubts(messageId, text)}>
            Mark doubtful words
          </Button>
        )}
        {!isReadOnly && (
          <Button kind="quiet" onClick={() => void removeClaims(messageId)}>
            Remove list
          </Button>
        )}
      </div>
      {isOpen && (
        <div id={listId}>
          <ul className="claims-list">
            {claims.list.map((claim) => (
              <ClaimRow key={claim.text} messageId={messageId} claim={claim} isReadOnly={isReadOnly} />
            ))}
          </ul>
          <p className="review-hint">{hints[claims.list.length === 0 ? 'none' : claims.foundBy]}</p>
        </div>
      )}
    </div>
  )
}

const hints = {
  none: 'No sentence has a number, a date, a name or the like. The reply may be wrong all the same.',
  words: 'Found by numbers, dates, names and the like. Look each one up in a source that you trust.',
  model: 'Found by the model, and by numbers, dates and names. Look each one up in a source that you trust.',
} as const

const icons: Readonly<Record<ClaimState, ReactElement>> = {
  unchecked: <Circle />,
  right: <Check />,
  wrong: <X />,
  unsure: <CircleHelp />,
}

interface ClaimRowProps {
  readonly messageId: string
  readonly claim: Claim
  readonly isReadOnly: boolean
}

function ClaimRow({ messageId, claim: { text, state }, isReadOnly }: ClaimRowProps) {
  const id = useId()
  return (
    <li className="claim" data-state={state}>
      {icons[state]}
      <q id={id} dir="auto">
        {text}
      </q>
      <select
        className="setting-field claim-state"
        aria-label="State"
        aria-describedby={id}
        disabled={isReadOnly}
        value={state}
        onChange={({ target }) => setClaim(messageId, text, target.value as ClaimState)}
      >
        {optionsOf(claimStates).map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </li>
  )
}
