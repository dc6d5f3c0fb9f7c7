import './settings-rows.css'
import './shortcuts-pane.css'
import { use, useEffect, useState } from 'react'
import { shortcutWords } from '../../contract/accelerator.js'
import type { MenuAction } from '../../contract/support-requests.js'
import { loadMenuActions, useSupport } from '../stores/support.js'
import { PlatformContext } from '../ui/platform.js'

/** Keys of the window that are no actions of the menu, because they belong to a place in it. */
const placeKeys: readonly MenuAction[] = [
  { menus: ['Message'], label: 'Send', accelerator: 'Return' },
  { menus: ['Message'], label: 'New line', accelerator: 'Shift+Return' },
  { menus: ['Message'], label: 'Edit the last message, from an empty one', accelerator: 'Up' },
  { menus: ['Message'], label: 'Stop the reply', accelerator: 'Escape' },
  { menus: ['Edited message'], label: 'Save', accelerator: 'CmdOrCtrl+Return' },
  { menus: ['Sidebar'], label: 'Menu of a conversation', accelerator: 'Ctrl+Return' },
  { menus: ['Sidebar'], label: 'Select all', accelerator: 'CmdOrCtrl+A' },
]

/** Every action of the menu and its keys, as the menu has them now. */
export function ShortcutsPane() {
  const platform = use(PlatformContext)
  const actions = useSupport((state) => state.menuActions)
  const [query, setQuery] = useState('')
  useEffect(loadMenuActions, [])
  const rows = [...actions, ...placeKeys].map((action) => rowOf(action, platform))
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.filter(({ text }) => words.every((word) => text.includes(word)))
  return (
    <>
      <input
        type="search"
        className="setting-field"
        aria-label="Search shortcuts"
        placeholder="Search"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
      />
      {found.length === 0 ? (
        <p className="settings-empty">Nothing found for “{query}”.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the focus
        <ul className="settings-rows shortcuts" aria-label="Shortcuts" tabIndex={0}>
          {found.map(({ place, label, keys }) => (
            <li key={`${place} ${label}`} className="shortcut">
              <span className="shortcut-label">{label}</span>
              <span className="shortcut-place">{place}</span>
              {keys === '' ? (
                <span className="shortcut-keys">no keys</span>
              ) : (
                <kbd className="shortcut-keys">{keys}</kbd>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="setting-hint">{platform === 'darwin' ? howToChange : 'Shortcuts can be changed on macOS only.'}</p>
    </>
  )
}

const howToChange =
  'To give an action other keys, or keys at all: open System Settings ▸ Keyboard ▸ Keyboard Shortcuts… ▸ App Shortcuts, click +, choose Parley, and write the title of the menu item exactly as it is here.'

function rowOf({ menus, label, accelerator }: MenuAction, platform: string) {
  const place = menus.join(' ▸ ')
  const keys = accelerator === undefined ? '' : shortcutWords(accelerator, platform)
  return { place, label, keys, text: `${label} ${place} ${keys}`.toLowerCase() }
}
