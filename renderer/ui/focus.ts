import { flushSync } from 'react-dom'

/**
 * Draws a change and puts the focus where it leads, in one step: the next key finds the focus there. A focus that moves
 * a frame later loses keys, and takes the place of whoever has gone on.
 */
export function drawThenFocus(change: () => void, target: () => HTMLElement | null | undefined): void {
  flushSync(change)
  target()?.focus()
}

/** What is typed next goes behind what the field holds. */
export function focusAtEnd(field: HTMLTextAreaElement | null | undefined): void {
  field?.focus()
  field?.setSelectionRange(field.value.length, field.value.length)
}

/** The focus is on nothing, or on something that can no longer be used. */
export function isFocusLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.closest('[inert]') !== null
}

/**
 * Whether the focus may move out of `place`, which goes away: it is still there, or lost with it. Whoever has gone
 * elsewhere while main was asked stays there.
 */
export const mayLeave = (place: Element | null | undefined): boolean =>
  isFocusLost() || (place?.contains(document.activeElement) ?? false)

/**
 * For Base UI's `initialFocus`, which is asked as a panel opens: moves the focus at once and says that nothing is left to
 * do. An element that is answered would get the focus a frame later.
 */
export function takeFocus(element: HTMLElement | null | undefined): false {
  element?.focus({ preventScroll: true })
  return false
}
