import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useContext } from 'react'
import type { Message } from '../../../contract/chat.js'
import { chooseVersion } from '../../stores/replies.js'
import { IconButton } from '../../ui/icon-button.js'
import { ReadOnlyContext } from '../../ui/read-only.js'
import { formatNumber } from '../../ui/words.js'
import { useCanChange } from './use-can-change.js'

/** Buttons that step through the versions of a message. The same element for each version, so that the focus stays. */
export function Versions({ versions }: Pick<Message, 'versions'>) {
  const isReadOnly = useContext(ReadOnlyContext)
  const canChange = useCanChange()
  if (!versions) return null
  const { index, count, previousId, nextId } = versions
  const step = (id: string | undefined) => () => {
    if (id !== undefined && canChange) chooseVersion(id)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, and no form
    <div className="versions" role="group" aria-label="Versions">
      {!isReadOnly && (
        <IconButton
          label="Previous version"
          size="small"
          // Not `disabled`, which would lose the focus at the last step.
          aria-disabled={!canChange || previousId === undefined}
          onClick={step(previousId)}
        >
          <ChevronLeft />
        </IconButton>
      )}
      <span className="number" aria-live="polite">
        {formatNumber(index)} of {formatNumber(count)}
      </span>
      {!isReadOnly && (
        <IconButton
          label="Next version"
          size="small"
          aria-disabled={!canChange || nextId === undefined}
          onClick={step(nextId)}
        >
          <ChevronRight />
        </IconButton>
      )}
    </div>
  )
}
