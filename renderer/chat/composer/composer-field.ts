import { newConversation } from '../../stores/conversations.js'
import { drawThenFocus } from '../../ui/focus.js'
import { withRoom } from '../pasting/markdown-table.js'

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
  drawThenFocus(newConversation, composerField)
}

let insertion: { readonly before: string; readonly after: string; readonly cursor: number } | undefined

/** Inserts text at the cursor, in one step that `undoInsertion` undoes. */
export function insertText(text: string): void {
  if (!field) return
  field.focus()
  const { value: before, selectionStart, selectionEnd } = field
  const placed = withRoom(text, before.slice(0, selectionStart), before.slice(selectionEnd))
  field.setRangeText(placed, selectionStart, selectionEnd, 'end')
  insertion = { before, after: field.value, cursor: selectionStart }
  dispatchInput(field)
}

/** Undoes the last insertion if nothing was typed since; it is not in the undo history of the field itself. */
export function undoInsertion(): boolean {
  if (!field || !insertion || field.value !== insertion.after) return false
  const { before, cursor } = insertion
  insertion = undefined
  field.setRangeText(before, 0, field.value.length)
  field.setSelectionRange(cursor, cursor)
  dispatchInput(field)
  return true
}

const dispatchInput = (element: HTMLTextAreaElement) => element.dispatchEvent(new Event('input', { bubbles: true }))
