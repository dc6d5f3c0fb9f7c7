import { trashConversation } from '../stores/trash.js'
import { drawThenFocus } from '../ui/focus.js'
import { isTextField } from '../ui/text-field.js'
import { rowOf } from './conversation-row.js'

/**
 * The focus goes to the next conversation, and after Undo to the one that came back. Whoever writes while it goes, goes
 * on writing.
 */
export function moveToTrash(id: string): void {
  const isWriting = isTextField(document.activeElement)
  trashConversation(id, {
    onLeave: (change, next) => drawThenFocus(change, () => (isWriting ? undefined : placeOf(next))),
    onReturn: (change) => drawThenFocus(change, () => placeOf(id)),
  })
}

/** The conversation's row, where it can be seen; else what the title offers; else New chat. */
function placeOf(id: string | null): HTMLElement | null | undefined {
  const row = id === null ? null : rowOf(id)
  const places = ['main [aria-label="Conversation options"]', '[aria-label="New chat"]'].flatMap((selector) => [
    ...document.querySelectorAll<HTMLElement>(selector),
  ])
  return [row, ...places].find((place) => place?.checkVisibility() && !place.closest('[inert]'))
}
