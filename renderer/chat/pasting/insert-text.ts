import { storableText } from '../../../contract/storable-text.js'
import { withRoom } from './markdown-table.js'

interface Insertion {
  readonly before: string
  readonly after: string
  readonly cursor: number
}

/** The last insertion into each field. It is not in the undo history of the field itself. */
const insertions = new WeakMap<HTMLTextAreaElement, Insertion>()

/** Inserts text at the cursor of a field, in one step that `undoInsertion` undoes. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus()
  const { value: before, selectionStart, selectionEnd } = field
  const placed = withRoom(storableText(text), before.slice(0, selectionStart), before.slice(selectionEnd))
  field.setRangeText(placed, selectionStart, selectionEnd, 'end')
  insertions.set(field, { before, after: field.value, cursor: selectionStart })
  dispatchInput(field)
}

/** Undoes the last insertion into a field if nothing was typed since. Returns whether there was one. */
export function undoInsertion(field: HTMLTextAreaElement): boolean {
  const insertion = insertions.get(field)
  if (!insertion || field.value !== insertion.after) return false
  insertions.delete(field)
  field.setRangeText(insertion.before, 0, field.value.length)
  field.setSelectionRange(insertion.cursor, insertion.cursor)
  dispatchInput(field)
  return true
}

const dispatchInput = (field: HTMLTextAreaElement) => field.dispatchEvent(new Event('input', { bubbles: true }))
