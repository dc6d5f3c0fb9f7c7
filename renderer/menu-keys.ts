import { acceleratorOf, type MenuCommand, menuActions, readOpenCommand } from '../contract/menu.js'

/**
 * Commands that move the focus, or that mean something else in a text field. The native menu reports its keys only after
 * the next key press, which would still go to the old element. So the window handles these keys itself.
 */
const focusCommands: readonly MenuCommand[] = [
  'new-conversation',
  'search',
  'find',
  'find-next',
  'find-previous',
  'palette',
  'go-to-message',
  'focus-composer',
  'conversation-settings',
  'show-prompt',
  'next-conversation',
  'previous-conversation',
  'choose-model',
  'trash',
]

const windowCommands = [
  ...focusCommands,
  ...(Object.keys(menuActions) as MenuCommand[]).filter((command) => readOpenCommand(command) !== undefined),
]

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>

/** Returns the command of a key press, if the window handles it instead of the native menu. */
export const commandOfKey = (press: KeyPress, platform: string): MenuCommand | undefined =>
  windowCommands.find((command) => isPressed(press, acceleratorOf(command, platform) ?? '', platform))

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
