import { accelerators, type MenuCommand } from '../contract/menu.js'

/**
 * Commands that lead the focus elsewhere. Their keys come back from the native menu only after the next keys, which
 * would still go to the old place: so the window takes them first.
 */
const taken: readonly MenuCommand[] = [
  'new-conversation',
  'search',
  'focus-composer',
  'conversation-settings',
  'show-prompt',
  'next-conversation',
  'previous-conversation',
  'choose-model',
]

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>

/** The command whose shortcut is pressed, of those that the window takes itself. */
export const takenCommand = (press: KeyPress, platform: string): MenuCommand | undefined =>
  taken.find((command) => isPressed(press, accelerators[command] ?? '', platform))

function isPressed({ key, code, metaKey, ctrlKey, shiftKey, altKey }: KeyPress, accelerator: string, platform: string) {
  const modifiers = accelerator.split('+')
  const wanted = modifiers.pop() ?? ''
  const command = modifiers.includes('CmdOrCtrl')
  const isMac = platform === 'darwin'
  return (
    // With Shift a comma is another character.
    (key.toLowerCase() === wanted.toLowerCase() || (wanted === ',' && code === 'Comma')) &&
    metaKey === (command && isMac) &&
    ctrlKey === ((command && !isMac) || modifiers.includes('Ctrl')) &&
    shiftKey === modifiers.includes('Shift') &&
    !altKey
  )
}
