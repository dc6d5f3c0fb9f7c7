import { memo } from 'react'
import type { Conversation } from '../../contract/chat.js'
import { useModels } from '../stores/models.js'
import { renameConversation } from '../stores/order.js'
import { waitingEntry } from '../stores/queue-places.js'
import { endRenaming, startRenaming } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import { InlineEdit } from '../ui/inline-edit.js'
import { ordinal } from '../ui/words.js'
import { beginDrag } from './drag.js'
import { openFromSidebar } from './open-from-sidebar.js'
import { openAlone } from './order-actions.js'
import type { RowPlace } from './sectioned-list.js'

interface ConversationRowProps {
  readonly conversation: Conversation
  readonly isOpen: boolean
  /** Whether Tab reaches the row. */
  readonly isReachable: boolean
  readonly isRenaming: boolean
  readonly isSelected: boolean
  /** How many folders it stands in. */
  readonly depth: number
  /** `isRange`: from the row that was selected before, else this row is added or taken away. */
  readonly onSelect: (id: string, isRange: boolean) => void
  readonly place: RowPlace
}

export const ConversationRow = memo((props: ConversationRowProps) => {
  const { conversation, isOpen, isReachable, isRenaming, isSelected, depth, place, onSelect } = props
  const { id, title, isBusy, isUnread, isPinned } = conversation
  const folderId = isPinned ? undefined : conversation.folderId
  const waiting = useModels(({ queue }) => (isBusy ? waitingEntry(queue, id) : undefined))
  if (isRenaming) {
    return (
      <li className="row row-edit" {...place} data-depth={depth}>
        <InlineEdit
          label="Title"
          value={title}
          onSave={(value) => renameConversation(id, value)}
          onEnd={(isLeft) => (isLeft ? endRenaming() : drawThenFocus(endRenaming, () => rowOf(id)))}
        />
      </li>
    )
  }
  return (
    <li className="row" {...place} data-depth={depth} data-folder={folderId}>
      <button
        type="button"
        className="row-button"
        data-row={id}
        aria-current={isOpen || undefined}
        tabIndex={isReachable ? 0 : -1}
        title={title}
        data-selected={isSelected || undefined}
        draggable
        onDragStart={(event) => beginDrag(event, id)}
        onClick={(event) => {
          if (event.shiftKey || event.metaKey || event.ctrlKey) return onSelect(id, event.shiftKey)
          openFromSidebar(() => openAlone(id))
        }}
        onDoubleClick={() => startRenaming(id, 'sidebar')}
      >
        <span className="row-title" dir="auto">
          {title}
        </span>
        {isSelected && <span className="hidden"> Selected</span>}
        {isBusy && !waiting && <Dot kind="busy" words="Working" />}
        {waiting && <span className="row-place number">{ordinal(waiting.place + 1)} in line</span>}
        {!isBusy && isUnread && !isOpen && <Dot kind="unread" words="New reply" />}
      </button>
    </li>
  )
})

const Dot = ({ kind, words }: { readonly kind: 'busy' | 'unread'; readonly words: string }) => (
  <span className={`row-dot row-dot-${kind}`}>
    <span className="hidden"> {words}</span>
  </span>
)

/** Finds the row of a conversation in the sidebar, if it is rendered. */
export const rowOf = (id: string) => document.querySelector<HTMLElement>(`nav [data-row="${CSS.escape(id)}"]`)
