/** Modifiers in the order in which macOS writes them. */
const modifiers = [
  ['Ctrl', '⌃', 'Ctrl'],
  ['Alt', '⌥', 'Alt'],
  ['Shift', '⇧', 'Shift'],
  ['CmdOrCtrl', '⌘', 'Ctrl'],
  ['Cmd', '⌘', 'Meta'],
] as const

const keys: Readonly<Record<string, readonly [mac: string, other: string]>> = {
  Backspace: ['⌫', 'Backspace'],
  Plus: ['+', '+'],
  Return: ['↩', 'Enter'],
  Tab: ['⇥', 'Tab'],
}

/** A shortcut in Electron's notation as the platform writes it: `CmdOrCtrl+Shift+F` is ⇧⌘F, elsewhere Ctrl+Shift+F. */
export function shortcutWords(accelerator: string, platform: string): string {
  const isMac = platform === 'darwin'
  const parts = accelerator.split('+')
  const key = parts.pop() ?? ''
  const held = modifiers.filter(([name]) => parts.includes(name))
  if (isMac) return held.map(([, sign]) => sign).join('') + (keys[key]?.[0] ?? key)
  const names = [...held].sort(([a], [b]) => Number(a === 'Shift') - Number(b === 'Shift')).map(([, , name]) => name)
  return [...names, keys[key]?.[1] ?? key].join('+')
}
