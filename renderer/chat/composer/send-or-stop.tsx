import { ArrowUp, Square } from 'lucide-react'
import { type MouseEvent, useLayoutEffect, useRef } from 'react'
import { stopReply } from '../../stores/conversations.js'
import { IconButton } from '../../ui/icon-button.js'
import { shortcut } from '../../ui/platform.js'

/** About as long as a double click may take. */
const lateMs = 500

interface SendOrStopProps {
  readonly platform: string
  /** Of the conversation that is on the screen; undefined where none is yet. */
  readonly shownId: string | undefined
  readonly isBusy: boolean
  readonly isDisabled: boolean
  readonly onSend: () => void
}

/**
 * One button in one place. A press that comes just after Stop has become Send by itself was meant for Stop, and the
 * second press of a double click does nothing: a draft that is not finished must not go, nor a reply be stopped that has
 * just been asked for.
 */
export function SendOrStop({ platform, shownId, isBusy, isDisabled, onSend }: SendOrStopProps) {
  /** When Stop became Send, or a press did what it says. */
  const turnedAt = useRef(Number.NEGATIVE_INFINITY)
  const before = useRef({ shownId, isBusy })
  useLayoutEffect(() => {
    // Another conversation is no change of this one.
    if (before.current.shownId === shownId && before.current.isBusy && !isBusy) turnedAt.current = performance.now()
    before.current = { shownId, isBusy }
  }, [shownId, isBusy])
  const unlessLate = (act: () => void) => (event: MouseEvent) => {
    const isByPointer = event.detail > 0
    if (isByPointer && performance.now() - turnedAt.current < lateMs) return
    turnedAt.current = performance.now()
    act()
  }
  return isBusy ? (
    <IconButton
      key="stop" // else a press that began on it would end on Send
      className="composer-round composer-stop"
      label="Stop"
      shortcut={shortcut(platform, 'escape')}
      onClick={unlessLate(stopReply)}
    >
      <Square fill="currentColor" />
    </IconButton>
  ) : (
    <IconButton
      className="composer-round"
      label="Send"
      shortcut={shortcut(platform, 'return')}
      disabled={isDisabled}
      onClick={unlessLate(onSend)}
    >
      <ArrowUp />
    </IconButton>
  )
}
