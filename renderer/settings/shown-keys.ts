const modifierSigns: readonly (readonly [name: string, mac: string, other: string])[] = [
  ['Ctrl', '⌃', 'Ctrl+'],
  ['Control', '⌃', 'Ctrl+'],
  ['Alt', '⌥', 'Alt+'],
  ['Option', '⌥', 'Alt+'],
  ['Shift', '⇧', 'Shift+'],
  ['CmdOrCtrl', '⌘', 'Ctrl+'],
  ['CommandOrControl', '⌘', 'Ctrl+'],
  ['Cmd', '⌘', 'Super+'],
  ['Command', '⌘', 'Super+'],
]

const keySigns: Readonly<Record<string, readonly [mac: string, other: string]>> = {
  Backspace: ['⌫', 'Backspace'],
  Plus: ['+', '+'],
  Return: ['↩', 'Enter'],
  Enter: ['↩', 'Enter'],
  Tab: ['⇥', 'Tab'],
  Escape: ['⎋', 'Esc'],
  Up: ['↑', '↑'],
  Down: ['↓', '↓'],
}

/** Writes keys in Electron's notation as the platform does: `CmdOrCtrl+Shift+F` is ⇧⌘F on a Mac. */
export function shownKeys(accelerator: string, platform: string): string {
  const side = platform === 'darwin' ? 1 : 2
  const modifiers = accelerator.split('+')
  const key = modifiers.pop() ?? ''
  const signs = modifierSigns.filter(([name]) => modifiers.includes(name)).map((each) => each[side])
  const sign = keySigns[key]?.[platform === 'darwin' ? 0 : 1] ?? (key.length === 1 ? key.toUpperCase() : key)
  return signs.join('') + sign
}
