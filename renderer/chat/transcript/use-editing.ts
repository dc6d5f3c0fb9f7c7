import { type RefObject, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { drawThenFocus, focusAtEnd } from '../../ui/focus.js'

interface Editing<E extends HTMLElement> {
  readonly isOn: boolean
  readonly article: RefObject<E | null>
  readonly begin: () => void
  /**
   * Ends it at once, puts the focus on `target` and has main `make` the change. If main can't, the text is there again
   * with the reason.
   */
  readonly save: (text: string, make: (text: string) => Promise<void>, target: FindTarget) => void
  /** Ends it and puts the focus back on the button that began it. */
  readonly cancel: () => void
  readonly editButton: FindTarget
}

type FindTarget = () => HTMLElement | null | undefined

interface Edit {
  readonly text: string
  /** Why it could not be saved. */
  readonly error?: string
}

/** What was written anew of a message and is not saved, so that a look at another conversation does not lose it. */
const edits = new Map<string, Edit>()

export const editOf = (id: string): Edit | undefined => edits.get(id)
export const writeEdit = (id: string, text: string) => void edits.set(id, { text })

/** Of each message that is drawn: what begins to edit it. */
const beginnings = new Map<string, () => void>()

/** Begins to edit a message, asked for from elsewhere in the window. */
export function beginEditing(messageId: string): void {
  beginnings.get(messageId)?.()
}

/** Goes on with what was written of a message and thrown away. */
export function resumeEditing(messageId: string, text: string): void {
  writeEdit(messageId, text)
  beginEditing(messageId)
}

/** Whether a message or a summary is being edited in its place. Another version in that place is not. */
export function useEditing<E extends HTMLElement = HTMLElement>(messageId: string): Editing<E> {
  const [editedId, setEditedId] = useState(() => (edits.has(messageId) ? messageId : null))
  const article = useRef<E>(null)
  const end = (target: FindTarget) => {
    edits.delete(messageId)
    drawThenFocus(() => setEditedId(null), target)
  }
  const editButton = () => article.current?.querySelector<HTMLElement>('[data-action=edit]')
  useEffect(() => {
    beginnings.set(messageId, () => {
      flushSync(() => setEditedId(messageId))
      focusAtEnd(article.current?.querySelector('textarea'))
    })
    return () => void beginnings.delete(messageId)
  }, [messageId])
  return {
    isOn: editedId === messageId,
    article,
    begin: () => setEditedId(messageId),
    save(text, make, target) {
      end(target)
      make(text).catch((cause: unknown) => {
        edits.set(messageId, { text, error: cause instanceof Error ? cause.message : String(cause) })
        setEditedId(messageId)
      })
    },
    cancel: () => end(editButton),
    editButton,
  }
}
