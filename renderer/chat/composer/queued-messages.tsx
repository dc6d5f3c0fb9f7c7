import './queued-messages.css'
import { Pencil, X } from 'lucide-react'
import type { QueuedMessage } from '../../../contract/queued.js'
import { isReplying, useConversations } from '../../stores/conversations.js'
import { removeQueued, sendQueued, takeBackQueued } from '../../stores/queued.js'
import { Button } from '../../ui/button.js'
import { drawThenFocus } from '../../ui/focus.js'
import { IconButton } from '../../ui/icon-button.js'
import { composerField } from './composer-field.js'

const none: readonly QueuedMessage[] = []

interface QueuedMessagesProps {
  /** Puts the text of a message back into the composer. */
  readonly onEdit: (text: string) => void
}

/** Messages that are sent when the running reply is done. After a stop or a failure the user sends them. */
export function QueuedMessages({ onEdit }: QueuedMessagesProps) {
  const queued = useConversations(({ transcript }) => transcript?.queued ?? none)
  const isRunning = useConversations(isReplying)
  if (queued.length === 0) return null
  return (
    <div className="queued">
      <div className="queued-head">
        <p role="status">{isRunning ? 'Sent when this reply is done' : 'Not sent, because the reply did not finish'}</p>
        {!isRunning && (
          <Button kind="quiet" onClick={() => drawThenFocus(sendQueued, composerField)}>
            Send now
          </Button>
        )}
      </div>
      <ul className="queued-list" aria-label="Queued">
        {queued.map(({ id, text }) => (
          <li key={id} className="queued-item">
            <span className="queued-text" dir="auto" title={text}>
              {text}
            </span>
            <IconButton label="Edit" size="small" onClick={() => void edit(id, onEdit)}>
              <Pencil />
            </IconButton>
            <IconButton
              label="Remove"
              size="small"
              onClick={() => drawThenFocus(() => removeQueued(id, text), composerField)}
            >
              <X />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** In the composer it can't be sent while it is changed. */
async function edit(id: string, onEdit: (text: string) => void): Promise<void> {
  const text = await takeBackQueued(id)
  if (text !== undefined) onEdit(text)
}
