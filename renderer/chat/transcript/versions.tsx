import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Message } from '../../../contract/chat.js'
import { isReplying, useConversations } from '../../stores/conversations.js'
import { chooseVersion } from '../../stores/replies.js'
import { IconButton } from '../../ui/icon-button.js'
import { formatNumber } from '../../ui/words.js'

/** Steps through the versions of a message. Drawn in the same place for each, so that the focus stays on its button. */
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
        // Not `disabled`: the focus would be lost at the last step.
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
