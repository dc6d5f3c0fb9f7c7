interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly isComposing: boolean
  readonly keyCode: number
}

/** The `keyCode` that Chromium reports for a key that an input method handles. */
const takenByInputMethod = 229

/**
 * Whether a key press sends the message: Return without Shift or Option, and never while an input method composes, where
 * Return confirms a conversion.
 */
export const isSendKey = ({ key, shiftKey, altKey, isComposing, keyCode }: KeyPress): boolean =>
  key === 'Enter' && !shiftKey && !altKey && !isComposing && keyCode !== takenByInputMethod

type EditLastPress = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'isComposing'>

/** ↑ in the empty message edits the last one. */
export const isEditLastKey = ({ key, metaKey, ctrlKey, shiftKey, altKey, isComposing }: EditLastPress): boolean =>
  key === 'ArrowUp' && !metaKey && !ctrlKey && !shiftKey && !altKey && !isComposing

type UndoPress = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>

export const isUndoKey = ({ key, metaKey, ctrlKey, shiftKey, altKey }: UndoPress, platform: string): boolean =>
  key.toLowerCase() === 'z' && (platform === 'darwin' ? metaKey : ctrlKey) && !shiftKey && !altKey

type SavePress = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey'>

/** ⌘⏎ saves a text of several lines that is being edited. */
export const isSaveKey = ({ key, metaKey, ctrlKey }: SavePress, platform: string): boolean =>
  key === 'Enter' && (platform === 'darwin' ? metaKey : ctrlKey)

/** ⇧⌘Z, and Ctrl+Y where that is the custom. */
export const isRedoKey = ({ key, metaKey, ctrlKey, shiftKey, altKey }: UndoPress, platform: string): boolean => {
  const isMac = platform === 'darwin'
  if (altKey || !(isMac ? metaKey : ctrlKey)) return false
  return shiftKey ? key.toLowerCase() === 'z' : !isMac && key.toLowerCase() === 'y'
}
