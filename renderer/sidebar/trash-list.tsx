import { Trash2, Undo2 } from 'lucide-react'
import { trashDays } from '../../contract/order.js'
import { useConversations } from '../stores/conversations.js'
import { openSettings, useSettings } from '../stores/settings.js'
import { deleteForGood, emptyTrash, restoreConversation } from '../stores/trash.js'
import { Button } from '../ui/button.js'
import { IconButton } from '../ui/icon-button.js'
import { AsideList, leaveRow } from './aside-list.js'
import { dayInWords } from './date-groups.js'

/** The trashed conversations. They can be opened and restored until they are deleted. */
export function TrashList() {
  const trash = useConversations((state) => state.trash)
  const emptiesTrash = useSettings(({ settings }) => settings.emptiesTrash)
  return (
    <AsideList
      name="Trash"
      conversations={trash}
      empty="The Trash is empty."
      action={
        <Button kind="quiet" disabled={trash.length === 0} onClick={emptyTrash}>
          Empty Trash
        </Button>
      }
      note={
        trash.length > 0 && (
          <p className="list-note">
            {emptiesTrash ? `Deleted for good after ${trashDays} days.` : 'Kept until you empty the Trash.'}{' '}
            <button type="button" className="list-link" onClick={openSettings}>
              Change
            </button>
          </p>
        )
      }
      onKeyDown={(event, id) => {
        if (event.key !== 'Delete' && !(event.key === 'Backspace' && (event.metaKey || event.ctrlKey))) return
        event.preventDefault()
        deleteForGood(id)
      }}
      drawEnd={({ id, title, trashedAt }) => (
        <>
          {trashedAt !== undefined && (
            <time className="row-days" dateTime={new Date(trashedAt).toISOString()}>
              {dayInWords(new Date(trashedAt), new Date())}
            </time>
          )}
          <IconButton
            label={`Restore ${title}`}
            size="small"
            onClick={({ currentTarget }) => leaveRow(currentTarget, () => restoreConversation(id))}
          >
            <Undo2 />
          </IconButton>
          <IconButton label={`Delete ${title} for good`} size="small" onClick={() => deleteForGood(id)}>
            <Trash2 />
          </IconButton>
        </>
      )}
    />
  )
}
