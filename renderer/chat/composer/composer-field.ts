import { newConversation } from '../../stores/conversations.js'
import { drawThenFocus } from '../../ui/focus.js'

/** The text field of the composer, for code elsewhere in the window that focuses it or inserts text. */
let field: HTMLTextAreaElement | null = null

export function setComposerField(element: HTMLTextAreaElement | null): void {
  field = element
}

export const composerField = () => field

export function focusComposer(): void {
  field?.focus()
}

/** Opens a new conversation and focuses the composer. */
export function beginConversation(): void {
  drawThenFocus(() => newConversation(), composerField)
}
