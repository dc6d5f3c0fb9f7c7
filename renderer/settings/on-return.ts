import type { KeyboardEvent } from 'react'

/** For a field with a button: windows have no forms, because their content policy forbids them. */
export const onReturn = (act: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  event.preventDefault()
  act()
}
