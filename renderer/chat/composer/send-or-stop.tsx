import { ArrowUp, Square } from 'lucide-react'
import { type MouseEvent, useLayoutEffect, useRef } from 'react'
import { IconButton } from '../../ui/icon-button.js'
import { shortcut } from '../../ui/platform.js'

/** About the longest time between the clicks of a double click. */
const ignoredClickMs = 500

interface SendOrStopProps {
  readonly platform: string
  /** The id of the conversation whose transcript is shown; `undefined` if there is none yet. */
  readonly shownId: string | undefined
  readonly isBusy: boolean
  readonly isDisabled: boolean
  readonly onSend: () => void
  readonly onStop: () => void
}

/**
 * Send and Stop in one place. Ignores a click just after Stop has become Send, because it was meant for Stop, and the
 * second click of a double click. Otherwise an unfinished draft would be sent, or a new reply stopped.
 */
export function SendOrStop({ platform, shownId, isBusy, isDisabled, onSend, onStop }: SendOrStopProps) {
  /** When Stop became Send, or when a click was last accepted. */
  const changedAt = useRef(Number.NEGATIVE_INFINITY)
  const before = useRef({ shownId, isBusy })
  useLayoutEffect(() => {
    // Opening another conversation does not count.
    if (before.current.shownId === shownId && before.current.isBusy && !isBusy) changedAt.current = performance.now()
    before.current = { shownId, isBusy }
  }, [shownId, isBusy])
  const unlessTooSoon = (act: () => void) => (event: MouseEvent) => {
    const isByPointer = event.detail > 0
    // The time of the click itself: a busy window may handle it late.
    if (isByPointer && event.timeStamp - changedAt.current < ignoredClickMs) return
    changedAt.current = event.timeStamp
    act()
  }
  return isBusy ? (
    <IconButton
      key="stop" // otherwise a press that begins on Stop could end on Send
      className="composer-round composer-stop"
      label="Stop"
      shortcut={shortcut(platform, 'escape')}
      onClick={unlessTooSoon(onStop)}
    >
      <Square fill="currentColor" />
    </IconButton>
  ) : (
    <IconButton
      className="composer-round"
      label="Send"
      shortcut={shortcut(platform, 'return')}
      disabled={isDisabled}
      onClick={unlessTooSoon(onSend)}
    >
      <ArrowUp />
    </IconButton>
  )
}
