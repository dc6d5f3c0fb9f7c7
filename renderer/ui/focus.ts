import { flushSync } from 'react-dom'

/** Finds an element when it is to get the focus. */
export type FindTarget = () => HTMLElement | null | undefined

/**
 * Renders a change and moves the focus to `target` in one step, so that the next key goes there. A focus that moves a
 * frame later loses keys, and can steal the focus from where the user has moved it.
 */
export function drawThenFocus(change: () => void, target: FindTarget): void {
  flushSync(change)
  target()?.focus()
}

/** Puts the cursor after the text of the field. */
export function focusAtEnd(field: HTMLTextAreaElement | null | undefined): void {
  field?.focus()
  field?.setSelectionRange(field.value.length, field.value.length)
}

/**
 * Returns a function that puts the focus back where it is now, or on `fallback` if that has gone. Something that opens
 * calls it first.
 */
export function rememberFocus(fallback?: () => HTMLElement | null | undefined): () => void {
  const { activeElement } = document
  const isUsable = () =>
    activeElement instanceof HTMLElement &&
    activeElement !== document.body &&
    activeElement.isConnected &&
    activeElement.closest('[inert]') === null
  return () => {
    const target = isUsable() ? (activeElement as HTMLElement) : fallback?.()
    target?.focus({ preventScroll: true })
  }
}

/** Whether the focus is on nothing, or on an element that can no longer be used. */
export function isFocusLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.closest('[inert]') !== null
}

/**
 * Whether code may move the focus out of `place`, which is being removed: only if the focus is still inside it or lost.
 * A user who moved the focus elsewhere in the meantime keeps it there.
 */
export const mayLeave = (place: Element | null | undefined): boolean =>
  isFocusLost() || (place?.contains(document.activeElement) ?? false)

/**
 * For Base UI's `initialFocus`: focuses the element at once and returns `false`, so that Base UI does nothing. An element
 * that is returned would get the focus a frame later.
 */
export function takeFocus(element: HTMLElement | null | undefined): false {
  element?.focus({ preventScroll: true })
  return false
}
