import { ArrowUp, Square } from 'lucide-react'
import { type MouseEvent, useState } from 'react'
import { IconButton } from '../../ui/icon-button.js'
import { shortcut } from '../../ui/platform.js'
import { isByPointer, useHold } from './use-hold.js'

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
 * Send and Stop in one place. For a moment after Stop has become Send, or a click on Send has become Stop, the button is
 * disabled: a late click on Stop must not send an unfinished draft, nor a double click on Send stop the new reply.
 */
export function SendOrStop({ platform, shownId, isBusy, isDisabled, onSend, onStop }: SendOrStopProps) {
  const { held, hold, isWhileHeld } = useHold<'send' | 'stop'>()
  const [before, setBefore] = useState({ shownId, isBusy })
  if (before.shownId !== shownId || before.isBusy !== isBusy) {
    setBefore({ shownId, isBusy })
    // Opening another conversation does not count.
    if (before.shownId === shownId && before.isBusy) hold('send')
  }
  const send = (event: MouseEvent) => {
    if (isWhileHeld('send', event)) return
    if (isByPointer(event)) hold('stop')
    onSend()
  }
  const stop = (event: MouseEvent) => {
    if (!isWhileHeld('stop', event)) onStop()
  }
  return isBusy ? (
    <IconButton
      key="stop" // otherwise a press that begins on Stop could end on Send
      className="composer-round composer-stop"
      label="Stop"
      shortcut={shortcut(platform, 'escape')}
      disabled={held === 'stop'}
      onClick={stop}
    >
      <Square fill="currentColor" />
    </IconButton>
  ) : (
    <IconButton
      className="composer-round"
      label="Send"
      shortcut={shortcut(platform, 'return')}
      disabled={isDisabled || held === 'send'}
      onClick={send}
    >
      <ArrowUp />
    </IconButton>
  )
}
