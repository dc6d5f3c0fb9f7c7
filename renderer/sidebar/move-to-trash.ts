import { isTemporary } from '../../contract/chat.js'
import { clearSelection } from '../stores/selection.js'
import { closeTemporary } from '../stores/temporary.js'
import { trashConversation } from '../stores/trash.js'
import { drawThenFocus } from '../ui/focus.js'
import { isTextField } from '../ui/text-field.js'
import { rowOf } from './conversation-row.js'
import { currentOrder } from './current-order.js'

/**
 * Trashes conversations, closes temporary ones, and moves the focus to the next one, and after Undo to the restored one. Each time the focus stays
 * in a text field in which the user is writing.
 */
export function moveToTrash(ids: readonly string[]): void {
  clearSelection()
  for (const id of ids) if (isTemporary(id)) void closeTemporary(id)
  const stored = ids.filter((id) => !isTemporary(id))
  trashConversation(stored, {
    order: currentOrder,
    onLeave: drawUnlessWriting,
    onReturn: (change) => drawUnlessWriting(change, stored[0] ?? null),
  })
}

function drawUnlessWriting(change: () => void, id: string | null): void {
  const isWriting = isTextField(document.activeElement)
  drawThenFocus(change, () => (isWriting ? undefined : focusTargetOf(id)))
}

/** What gets the focus: the row of the conversation if it is visible, else its options button, else New chat. */
function focusTargetOf(id: string | null): HTMLElement | null | undefined {
  const row = id === null ? null : rowOf(id)
  const buttons = ['main [aria-label="Conversation options"]', '[aria-label="New chat"]'].flatMap((selector) => [
    ...document.querySelectorAll<HTMLElement>(selector),
  ])
  return [row, ...buttons].find((element) => element?.checkVisibility() && !element.closest('[inert]'))
}
