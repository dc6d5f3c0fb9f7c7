import { showPlace } from '../stores/conversations.js'
import { restoreConversation } from '../stores/trash.js'
import { Button } from '../ui/button.js'

/** Replaces the composer while the conversation is in the Trash. */
export function TrashedBar({ id }: { readonly id: string }) {
  const restore = () => {
    restoreConversation(id)
    showPlace('conversations')
  }
  return (
    <div className="trashed-bar">
      <p>This conversation is in the Trash.</p>
      <Button onClick={restore}>Restore</Button>
    </div>
  )
}
