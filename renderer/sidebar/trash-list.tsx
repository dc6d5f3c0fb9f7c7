import { ChevronLeft, Undo2 } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useMemo, useRef } from 'react'
import type { Conversation } from '../../contract/chat.js'
import { openConversation, useConversations } from '../stores/conversations.js'
import { emptyTrash, restoreConversation } from '../stores/trash.js'
import { Button } from '../ui/button.js'
import { drawThenFocus } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { goToPlace } from './go-to-place.js'
import { keyAfter } from './move-focus.js'
import { openFromSidebar } from './open-from-sidebar.js'
import { SectionedList, type SectionedListHandle } from './sectioned-list.js'

/** Restores a conversation and moves the focus to a neighbouring row, else to the Back button. */
function restore(id: string, { currentTarget }: MouseEvent<HTMLElement>): void {
  const own = currentTarget.closest('li')
  const near = own?.nextElementSibling ?? own?.previousElementSibling ?? currentTarget.closest('nav')
  drawThenFocus(
    () => restoreConversation(id),
    () => near?.querySelector<HTMLElement>('[data-row], [aria-label="Back to conversations"]'),
  )
}

/** The trashed conversations. They can be opened and restored until the Trash is emptied. */
export function TrashList() {
  const trash = useConversations((state) => state.trash)
  const openId = useConversations((state) => state.openId)
  const list = useRef<SectionedListHandle>(null)
  const sections = useMemo(() => [{ label: '', rows: trash }], [trash])
  const reachableId = trash[0]?.id
  const onKeyDown = (event: KeyboardEvent, focused: string) => {
    const moved = keyAfter(event, sections, focused, idOf)
    if (moved !== undefined) list.current?.focusRow(moved)
  }
  return (
    <>
      <div className="trash-head">
        <IconButton label="Back to conversations" size="small" onClick={() => goToPlace('conversations')}>
          <ChevronLeft />
        </IconButton>
        <h2>Trash</h2>
        <Button kind="quiet" disabled={trash.length === 0} onClick={emptyTrash}>
          Empty Trash
        </Button>
      </div>
      {trash.length === 0 && <p className="list-empty">The Trash is empty.</p>}
      <SectionedList
        handle={list}
        sections={sections}
        keyOf={idOf}
        label="Trash"
        keptKeys={[reachableId]}
        onKeyDown={onKeyDown}
        drawRow={({ id, title }, place) => (
          <li key={id} className="row" {...place}>
            <div className="row-line">
              <button
                type="button"
                className="row-button"
                data-row={id}
                aria-current={id === openId || undefined}
                tabIndex={id === reachableId ? 0 : -1}
                title={title}
                onClick={() => openFromSidebar(() => openConversation(id))}
              >
                <span className="row-title" dir="auto">
                  {title}
                </span>
              </button>
              <IconButton label={`Restore ${title}`} size="small" onClick={(event) => restore(id, event)}>
                <Undo2 />
              </IconButton>
            </div>
          </li>
        )}
      />
    </>
  )
}

const idOf = ({ id }: Conversation) => id
