import { createContext } from 'react'

/** `darwin`, `linux` …: for components deep in the tree. */
export const PlatformContext = createContext('darwin')

const keys: Readonly<Record<string, readonly [mac: string, other: string]>> = {
  command: ['⌘', 'Ctrl+'],
  shift: ['⇧', 'Shift+'],
  control: ['⌃', 'Ctrl+'],
  backspace: ['⌫', 'Backspace'],
  return: ['↩', 'Enter'],
  escape: ['esc', 'Esc'],
}

/** Formats a shortcut as the platform writes it: `shortcut('darwin', 'command', 'N')` is ⌘N. */
export function shortcut(platform: string, ...parts: readonly string[]): string {
  return parts.map((part) => keys[part]?.[platform === 'darwin' ? 0 : 1] ?? part).join('')
}

/** ⌃⌘S would be Ctrl twice elsewhere. */
export const sidebarShortcut = (platform: string) =>
  platform === 'darwin' ? shortcut(platform, 'control', 'command', 'S') : shortcut(platform, 'command', 'shift', 'S')
