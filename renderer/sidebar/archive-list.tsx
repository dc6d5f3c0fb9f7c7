import { ArchiveRestore, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useConversations } from '../stores/conversations.js'
import { IconButton } from '../ui/icon-button.js'
import { AsideList, leaveRow } from './aside-list.js'
import { moveToTrash } from './move-to-trash.js'
import { archive } from './order-actions.js'

/** The conversations that were put away. A search finds them too. */
export function ArchiveList() {
  const conversations = useConversations((state) => state.conversations)
  const archived = useMemo(() => conversations.filter(({ isArchived }) => isArchived), [conversations])
  return (
    <AsideList
      name="Archive"
      conversations={archived}
      empty="Nothing is archived."
      onKeyDown={(event, id) => {
        if (event.key !== 'Delete' && !(event.key === 'Backspace' && (event.metaKey || event.ctrlKey))) return
        event.preventDefault()
        moveToTrash([id])
      }}
      drawEnd={({ id, title }) => (
        <>
          <IconButton
            label={`Unarchive ${title}`}
            size="small"
            onClick={({ currentTarget }) => leaveRow(currentTarget, () => archive([id], false))}
          >
            <ArchiveRestore />
          </IconButton>
          <IconButton
            label={`Move ${title} to Trash`}
            size="small"
            onClick={({ currentTarget }) => leaveRow(currentTarget, () => moveToTrash([id]))}
          >
            <Trash2 />
          </IconButton>
        </>
      )}
    />
  )
}
