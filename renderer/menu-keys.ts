import { accelerators, type MenuCommand } from '../contract/menu.js'

/**
 * Commands that move the focus, or that mean something else in a text field. The native menu reports its keys only after
 * the next key press, which would still go to the old element. So the window handles these keys itself.
 */
const windowCommands: readonly MenuCommand[] = [
  'new-conversation',
  'search',
  'focus-composer',
  'conversation-settings',
  'show-prompt',
  'next-conversation',
  'previous-conversation',
  'choose-model',
  'trash',
]

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>

/** Returns the command of a key press, if the window handles it instead of the native menu. */
export const commandOfKey = (press: KeyPress, platform: string): MenuCommand | undefined =>
  windowCommands.find((command) => isPressed(press, accelerators[command] ?? '', platform))

function isPressed({ key, code, metaKey, ctrlKey, shiftKey, altKey }: KeyPress, accelerator: string, platform: string) {
  const modifiers = accelerator.split('+')
  const wanted = modifiers.pop() ?? ''
  const command = modifiers.includes('CmdOrCtrl')
  const isMac = platform === 'darwin'
  return (
    // With Shift, the comma key gives another character: on most keyboards one of these two.
    (key.toLowerCase() === wanted.toLowerCase() || (wanted === ',' && code === 'Comma' && /[<;]/.test(key))) &&
    metaKey === (command && isMac) &&
    ctrlKey === ((command && !isMac) || modifiers.includes('Ctrl')) &&
    shiftKey === modifiers.includes('Shift') &&
    !altKey
  )
}
