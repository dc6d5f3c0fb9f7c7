/** Modifiers in the order in which macOS writes them. */
const modifiers = [
  ['Ctrl', '⌃', 'Ctrl'],
  ['Alt', '⌥', 'Alt'],
  ['Shift', '⇧', 'Shift'],
  ['CmdOrCtrl', '⌘', 'Ctrl'],
  ['Cmd', '⌘', 'Super'],
] as const

/** Electron's other names of them. */
const sameAs: Readonly<Record<string, string>> = {
  Control: 'Ctrl',
  Option: 'Alt',
  CommandOrControl: 'CmdOrCtrl',
  Command: 'Cmd',
}

const keys: Readonly<Record<string, readonly [mac: string, other: string]>> = {
  Backspace: ['⌫', 'Backspace'],
  Plus: ['+', '+'],
  Return: ['↩', 'Enter'],
  Tab: ['⇥', 'Tab'],
  Escape: ['⎋', 'Esc'],
  Up: ['↑', '↑'],
}

/** A shortcut in Electron's notation as the platform writes it: `CmdOrCtrl+Shift+F` is ⇧⌘F, elsewhere Ctrl+Shift+F. */
export function shortcutWords(accelerator: string, platform: string): string {
  const isMac = platform === 'darwin'
  const parts = accelerator.split('+')
  const key = parts.pop() ?? ''
  const names = parts.map((part) => sameAs[part] ?? part)
  const held = modifiers.filter(([name]) => names.includes(name))
  if (isMac) return held.map(([, sign]) => sign).join('') + (keys[key]?.[0] ?? key)
  const written = [...held].sort(([a], [b]) => Number(a === 'Shift') - Number(b === 'Shift')).map(([, , name]) => name)
  return [...written, keys[key]?.[1] ?? key].join('+')
}
