/** The field of the composer, for those who put the focus or a text into it from elsewhere in the window. */
let field: HTMLTextAreaElement | null = null

export function setComposerField(element: HTMLTextAreaElement | null): void {
  field = element
}

export function focusComposer(): void {
  field?.focus()
}

/** Puts text where the cursor stands, as typing would. */
export function insertText(text: string): void {
  if (!field) return
  field.focus()
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
