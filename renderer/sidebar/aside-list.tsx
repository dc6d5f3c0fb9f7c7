import { ChevronLeft } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import type { Conversation } from '../../contract/chat.js'
import { openConversation, useConversations } from '../stores/conversations.js'
import { drawThenFocus } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { goToPlace } from './go-to-place.js'
import { keyAfter } from './move-focus.js'
import { openFromSidebar } from './open-from-sidebar.js'
import { SectionedList, type SectionedListHandle } from './sectioned-list.js'

interface AsideListProps {
  readonly name: 'Archive' | 'Trash'
  readonly conversations: readonly Conversation[]
  /** Beside the heading. */
  readonly action?: ReactNode
  /** A sentence under the heading. */
  readonly note?: ReactNode
  readonly empty: string
  /** At the end of a row: words, then its buttons. */
  readonly drawEnd: (conversation: Conversation) => ReactNode
  readonly onKeyDown?: (event: KeyboardEvent, id: string) => void
}

/** The list of the Archive or the Trash, in place of the conversations. */
export function AsideList({ name, conversations, action, note, empty, drawEnd, onKeyDown }: AsideListProps) {
  const openId = useConversations((state) => state.openId)
  const list = useRef<SectionedListHandle>(null)
  const sections = useMemo(() => [{ label: '', rows: conversations }], [conversations])
  const reachableId = conversations[0]?.id
  return (
    <>
      <div className="aside-head">
        <IconButton label="Back to conversations" size="small" onClick={() => goToPlace('conversations')}>
          <ChevronLeft />
        </IconButton>
        <h2>{name}</h2>
        {action}
      </div>
      {note}
      {conversations.length === 0 && <p className="list-empty">{empty}</p>}
      <SectionedList
        handle={list}
        sections={sections}
        keyOf={idOf}
        label={name}
        keptKeys={[reachableId]}
        onKeyDown={(event, focused) => {
          const moved = keyAfter(event, sections, focused, idOf)
          if (moved !== undefined) list.current?.focusRow(moved)
          else onKeyDown?.(event, focused)
        }}
        drawRow={(conversation, place) => (
          <li key={conversation.id} className="row" {...place}>
            <div className="row-line">
              <button
                type="button"
                className="row-button"
                data-row={conversation.id}
                aria-current={conversation.id === openId || undefined}
                tabIndex={conversation.id === reachableId ? 0 : -1}
                title={conversation.title}
                onClick={() => openFromSidebar(() => openConversation(conversation.id))}
              >
                <span className="row-title" dir="auto">
                  {conversation.title}
                </span>
              </button>
              {drawEnd(conversation)}
            </div>
          </li>
        )}
      />
    </>
  )
}

const idOf = ({ id }: Conversation) => id

/** Takes a row away and moves the focus to a neighbouring row, else to the Back button. */
export function leaveRow(element: HTMLElement, change: () => void): void {
  const own = element.closest('li')
  const near = own?.nextElementSibling ?? own?.previousElementSibling ?? element.closest('nav')
  drawThenFocus(change, () => near?.querySelector<HTMLElement>('[data-row], [aria-label="Back to conversations"]'))
}
