import './review.css'
import { BadgeCheck } from 'lucide-react'
import { type RefObject, useContext, useId, useRef, useState } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { maxReviewerCharacters, signOffInWords } from '../../../contract/reviews.js'
import { beginSigning, endSigning, signOff, takeBackSignOff, useSigning } from '../../stores/reviews.js'
import { useSettings } from '../../stores/settings.js'
import { Button } from '../../ui/button.js'
import { drawThenFocus } from '../../ui/focus.js'
import { IconButton } from '../../ui/icon-button.js'
import { isSendKey } from '../../ui/keys.js'
import { Popover } from '../../ui/popover.js'
import { ReadOnlyContext } from '../../ui/read-only.js'

/** Says below a reply who has reviewed it, and takes that back. */
export function SignOffLine({ message }: { readonly message: AssistantMessage }) {
  const isReadOnly = useContext(ReadOnlyContext)
  if (!message.signOff) return null
  return (
    <div className="review-line">
      <BadgeCheck />
      <p dir="auto">{signOffInWords(message.signOff)}</p>
      {!isReadOnly && (
        <Button kind="quiet" onClick={() => takeBackSignOff(message.id)}>
          Take back
        </Button>
      )}
    </div>
  )
}

/** The button in the row of actions, and its panel. */
export function SignOffButton({ messageId }: { readonly messageId: string }) {
  const isOpen = useSigning((state) => state.messageId === messageId)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <IconButton
        ref={button}
        label="Sign off"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? endSigning() : beginSigning(messageId))}
      >
        <BadgeCheck />
      </IconButton>
      {isOpen && (
        <Popover label="Sign off" anchor={button} firstFocus="input" onClose={endSigning}>
          <Panel messageId={messageId} button={button} />
        </Popover>
      )}
    </>
  )
}

interface PanelProps {
  readonly messageId: string
  readonly button: RefObject<HTMLButtonElement | null>
}

function Panel({ messageId, button }: PanelProps) {
  const remembered = useSettings(({ settings }) => settings.reviewerName)
  const [name, setName] = useState(remembered)
  const [error, setError] = useState<string>()
  const id = useId()
  const sign = async () => {
    const article = button.current?.closest<HTMLElement>('article')
    try {
      await signOff(messageId, name)
      // The button is gone then.
      drawThenFocus(endSigning, () => article?.querySelector<HTMLElement>('.review-line button'))
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause))
    }
  }
  return (
    <div className="sign-off">
      <label htmlFor={id}>Your name</label>
      <input
        id={id}
        type="text"
        className="setting-field"
        dir="auto"
        maxLength={maxReviewerCharacters}
        value={name}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={({ key, shiftKey, altKey, keyCode, nativeEvent }) => {
          if (isSendKey({ key, shiftKey, altKey, keyCode, isComposing: nativeEvent.isComposing })) void sign()
        }}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="setting-error" role="alert">
          {error}
        </p>
      )}
      <p className="review-hint">Your name and today’s date stand below the reply and in every export.</p>
      <Button kind="primary" onClick={() => void sign()}>
        Sign off
      </Button>
    </div>
  )
}
