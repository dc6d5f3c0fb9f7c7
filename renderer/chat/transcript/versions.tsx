import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Message } from '../../../contract/chat.js'
import { isReplying, useConversations } from '../../stores/conversations.js'
import { chooseVersion } from '../../stores/replies.js'
import { IconButton } from '../../ui/icon-button.js'
import { formatNumber } from '../../ui/words.js'

/** Buttons that step through the versions of a message. The same element for each version, so that the focus stays. */
export function Versions({ versions }: Pick<Message, 'versions'>) {
  const isBusy = useConversations(isReplying)
  if (!versions) return null
  const { index, count, previousId, nextId } = versions
  const step = (id: string | undefined) => () => {
    if (id !== undefined && !isBusy) chooseVersion(id)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, and no form
    <div className="versions" role="group" aria-label="Versions">
      <IconButton
        label="Previous version"
        size="small"
        // Not `disabled`, which would lose the focus at the last step.
        aria-disabled={isBusy || previousId === undefined}
        onClick={step(previousId)}
      >
        <ChevronLeft />
      </IconButton>
      <span className="number" aria-live="polite">
        {formatNumber(index)} of {formatNumber(count)}
      </span>
      <IconButton
        label="Next version"
        size="small"
        aria-disabled={isBusy || nextId === undefined}
        onClick={step(nextId)}
      >
        <ChevronRight />
      </IconButton>
    </div>
  )
}
