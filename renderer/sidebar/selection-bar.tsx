import { Ellipsis, X } from 'lucide-react'
import { clearSelection, useSelection } from '../stores/selection.js'
import { IconButton } from '../ui/icon-button.js'
import { Menu } from '../ui/menu.js'
import { plural } from '../ui/words.js'
import { conversationEntries } from './conversation-entries.js'

/** How many conversations are selected, and what can be done with them. */
export function SelectionBar({ platform }: { readonly platform: string }) {
  const ids = useSelection((state) => state.ids)
  if (ids.size === 0) return null
  return (
    <div className="selection-bar">
      <p role="status">{plural(ids.size, 'conversation')} selected</p>
      <Menu entries={conversationEntries([...ids], 'sidebar', platform)} align="end">
        <IconButton label="Actions" size="small">
          <Ellipsis />
        </IconButton>
      </Menu>
      <IconButton label="Clear selection" size="small" onClick={clearSelection}>
        <X />
      </IconButton>
    </div>
  )
}
