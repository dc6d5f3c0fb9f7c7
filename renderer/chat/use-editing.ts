import { type RefObject, useEffect, useRef, useState } from 'react'

interface Editing<E extends HTMLElement> {
  readonly isOn: boolean
  readonly article: RefObject<E | null>
  readonly begin: () => void
  readonly end: () => void
  /** Ends it and puts the focus back on the button that began it. */
  readonly cancel: () => void
}

/** What was written anew of a message and is not saved, so that a look at another conversation does not lose it. */
const edits = new Map<string, string>()

export const editOf = (id: string): string | undefined => edits.get(id)
export const writeEdit = (id: string, text: string) => void edits.set(id, text)

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
  const end = () => {
    edits.delete(messageId)
    setEditedId(null)
  }
  useEffect(() => {
    beginnings.set(messageId, () => {
      setEditedId(messageId)
      requestAnimationFrame(() => article.current?.querySelector('textarea')?.focus())
    })
    return () => void beginnings.delete(messageId)
  }, [messageId])
  return {
    isOn: editedId === messageId,
    article,
    begin: () => setEditedId(messageId),
    end,
    cancel() {
      end()
      requestAnimationFrame(() => article.current?.querySelector<HTMLElement>('[data-action=edit]')?.focus())
    },
  }
}
