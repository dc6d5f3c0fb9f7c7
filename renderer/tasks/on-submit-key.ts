import type { KeyboardEvent } from 'react'

/** Return in a line submits, ⌘Return and Ctrl+Return everywhere: no `form` element, whose submission the window's CSP blocks. */
export const onSubmitKey = (submit: () => void) => (event: KeyboardEvent) => {
  const { key, metaKey, ctrlKey, target, nativeEvent, keyCode } = event
  if (key !== 'Enter' || nativeEvent.isComposing || keyCode === 229) return
  if (!(metaKey || ctrlKey || target instanceof HTMLInputElement)) return
  event.preventDefault()
  submit()
}
