import { type RefObject, useContext, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { editOf, endEdit, forgetEdit, writeEdit } from '../../stores/edits.js'
import { drawThenFocus, type FindTarget, focusAtEnd } from '../../ui/focus.js'
import { ReadOnlyContext } from '../../ui/read-only.js'

export interface Editing<E extends HTMLElement> {
  readonly isOn: boolean
  readonly article: RefObject<E | null>
  readonly begin: () => void
  /**
   * Ends editing at once, focuses `target` and calls `make`. If that fails, editing resumes with the text and the error.
   */
  readonly save: (text: string, make: (text: string) => Promise<void>, target: FindTarget) => void
  /** Ends editing and returns the focus to the Edit button, or to where editing began. */
  readonly cancel: () => void
  readonly editButton: FindTarget
}

/** By message id, for each rendered message: the function that begins editing. */
const beginFunctions = new Map<string, (origin: FindTarget | undefined) => void>()

/**
 * Begins to edit a message from elsewhere in the window.
 * @param origin gets the focus when the edit is cancelled, in place of the Edit button
 */
export function beginEditing(messageId: string, origin?: FindTarget): void {
  beginFunctions.get(messageId)?.(origin)
}

/** Brings back an edit that was discarded. */
export function resumeEditing(messageId: string, text: string): void {
  writeEdit(messageId, text)
  beginEditing(messageId)
}

/** The editing state of a message or a summary. Showing another version in its place does not edit that version. */
export function useEditing<E extends HTMLElement = HTMLElement>(messageId: string): Editing<E> {
  const [editedId, setEditedId] = useState(() => (editOf(messageId) ? messageId : null))
  const isReadOnly = useContext(ReadOnlyContext)
  const article = useRef<E>(null)
  const origin = useRef<FindTarget>(undefined)
  const end = (target: FindTarget) => {
    endEdit(messageId)
    drawThenFocus(() => setEditedId(null), target)
  }
  const editButton = () => article.current?.querySelector<HTMLElement>('[data-action=edit]')
  useEffect(() => {
    beginFunctions.set(messageId, (from) => {
      origin.current = from
      flushSync(() => setEditedId(messageId))
      focusAtEnd(article.current?.querySelector('textarea'))
    })
    return () => void beginFunctions.delete(messageId)
  }, [messageId])
  return {
    isOn: editedId === messageId && !isReadOnly,
    article,
    begin() {
      origin.current = undefined
      setEditedId(messageId)
    },
    save(text, make, target) {
      end(target)
      make(text).then(
        () => forgetEdit(messageId),
        (cause: unknown) => {
          writeEdit(messageId, text, cause instanceof Error ? cause.message : String(cause))
          setEditedId(messageId)
        },
      )
    },
    cancel() {
      end(origin.current ?? editButton)
      forgetEdit(messageId)
    },
    editButton,
  }
}
