import './conversation-list.css'
import { ChevronLeft, Undo2 } from 'lucide-react'
import type { MouseEvent } from 'react'
import { openConversation, useConversations } from '../stores/conversations.js'
import { emptyTrash, restoreConversation } from '../stores/trash.js'
import { Button } from '../ui/button.js'
import { drawThenFocus } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { goToPlace } from './go-to-place.js'
import { moveFocus } from './move-focus.js'
import { openFromSidebar } from './open-from-sidebar.js'

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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows in it are buttons; this handles their arrow keys */}
      <div className="list" onKeyDown={(event) => moveFocus(event)}>
        <ul className="list-rows" aria-label="Trash">
          {trash.map(({ id, title }, index) => (
            <li key={id} className="row">
              <div className="row-line">
                <button
                  type="button"
                  className="row-button"
                  data-row={id}
                  aria-current={id === openId || undefined}
                  tabIndex={index === 0 ? 0 : -1}
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
          ))}
        </ul>
      </div>
    </>
  )
}
