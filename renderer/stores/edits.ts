import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { reportError } from './view.js'

interface Edit {
  readonly text: string
  /** Why it could not be saved. */
  readonly error?: string
}

const saveAfterMs = 250

/** Unfinished edits of this window by the id of the message or the cut, newer than the stored ones; null for one that ended. */
const edits = new Map<string, Edit | null>()
let pending: { readonly id: string; readonly text: string } | undefined
let timer: ReturnType<typeof setTimeout> | undefined

export function editOf(id: string): Edit | undefined {
  const edit = edits.get(id)
  if (edit !== undefined) return edit ?? undefined
  const text = useConversations.getState().transcript?.edits[id]
  return text === undefined ? undefined : { text }
}

/** Keeps the text of an edit, like a draft. `error`: why it could not be saved as a version. */
export function writeEdit(id: string, text: string, error?: string): void {
  if (pending && pending.id !== id) saveEdits()
  edits.set(id, { text, ...(error !== undefined && { error }) })
  pending = { id, text }
  clearTimeout(timer)
  timer = setTimeout(saveEdits, saveAfterMs)
}

/** Ends an edit: its text is being saved as a version, or was discarded. The store forgets it with `forgetEdit`. */
export function endEdit(id: string): void {
  saveEdits()
  edits.set(id, null)
}

/** Removes an edit from the store, unless it was taken up again. */
export function forgetEdit(id: string): void {
  if (!edits.get(id)) request.saveEdit(id, null).catch(reportError)
}

/** Saves the pending edit at once; also called when the window closes. */
export function saveEdits(): void {
  clearTimeout(timer)
  if (!pending) return
  const { id, text } = pending
  pending = undefined
  request.saveEdit(id, text).catch(reportError)
}
