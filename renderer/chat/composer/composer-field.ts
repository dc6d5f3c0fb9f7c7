import { newConversation } from '../../stores/conversations.js'
import { drawThenFocus } from '../../ui/focus.js'

/** The field of the composer, for those who put the focus or a text into it from elsewhere in the window. */
let field: HTMLTextAreaElement | null = null

export function setComposerField(element: HTMLTextAreaElement | null): void {
  field = element
}

export const composerField = () => field

export function focusComposer(): void {
  field?.focus()
}

/** What is typed next is the first message of a new conversation. */
export function beginConversation(): void {
  drawThenFocus(newConversation, composerField)
}

let insertion: { readonly before: string; readonly after: string; readonly cursor: number } | undefined

/** Puts text where the cursor stands, in one step that `undoInsertion` takes back. */
export function insertText(text: string): void {
  if (!field) return
  field.focus()
  const { value: before, selectionStart, selectionEnd } = field
  field.setRangeText(text, selectionStart, selectionEnd, 'end')
  insertion = { before, after: field.value, cursor: selectionStart }
  tellReact(field)
}

/** Takes the last insertion back if nothing was written since; the field itself knows nothing of it. */
export function undoInsertion(): boolean {
  if (!field || !insertion || field.value !== insertion.after) return false
  const { before, cursor } = insertion
  insertion = undefined
  field.setRangeText(before, 0, field.value.length)
  field.setSelectionRange(cursor, cursor)
  tellReact(field)
  return true
}

const tellReact = (element: HTMLTextAreaElement) => element.dispatchEvent(new Event('input', { bubbles: true }))
