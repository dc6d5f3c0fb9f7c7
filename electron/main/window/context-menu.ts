import { type BrowserWindow, type ContextMenuParams, Menu, type WebContents } from 'electron'
import type { ContextCommand, MenuPlace } from '../../../contract/context-menu.js'
import { emitTo } from '../ipc.js'
import { isLocked } from '../lock/lock-state.js'
import { contextMenuItems, type PointedAt } from './context-menu-items.js'

/** What Chromium said of the place under the pointer, until the page says what it can do there. */
const asked = new WeakMap<WebContents, ContextMenuParams>()

/** Gives a window that only has fields their context menu. */
export function followFieldMenus(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_, params) => show(window, params, []))
}

/** Asks the page what it can do with what is under the pointer. It answers with `openContextMenu`. */
export function followContextMenus(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_, params) => {
    if (isLocked()) return
    asked.set(window.webContents, params)
    emitTo(window, 'contextMenuAsked', null)
  })
}

/**
 * Opens a context menu in a window.
 * @param place null: where Chromium asked for it; once for each time it asked
 */
export function openContextMenu(
  window: BrowserWindow,
  commands: readonly ContextCommand[],
  place: MenuPlace | null,
): void {
  const params = asked.get(window.webContents)
  asked.delete(window.webContents)
  if (place) show(window, atPlace(place), commands)
  else if (params) show(window, params, commands)
}

type ShownAt = PointedAt & Partial<Pick<ContextMenuParams, 'x' | 'y' | 'frame' | 'menuSourceType'>>

function show(window: BrowserWindow, params: ShownAt, commands: readonly ContextCommand[]): void {
  const { webContents } = window
  const { x = 0, y = 0, frame, menuSourceType } = params
  const items = contextMenuItems(params, commands, process.platform, {
    run: (command) => emitTo(window, 'contextCommand', command),
    replaceMisspelling: (word) => webContents.replaceMisspelling(word),
    learnSpelling: (word) => webContents.session.addWordToSpellCheckerDictionary(word),
    lookUp: () => webContents.showDefinitionForSelection(),
    copyImage: () => webContents.copyImageAt(x, y),
  })
  if (items.length === 0) return
  const isByPointer = menuSourceType === 'mouse'
  Menu.buildFromTemplate([...items]).popup({
    window,
    // With the frame macOS adds Writing Tools and Services.
    ...(frame && { frame }),
    ...(!isByPointer && { x: Math.round(x), y: Math.round(y) }),
    ...(menuSourceType && { sourceType: menuSourceType }),
  })
}

const atPlace = ({ x, y, isEditable, selection }: MenuPlace): ShownAt => ({
  x,
  y,
  menuSourceType: 'keyboard',
  isEditable,
  selectionText: selection,
  misspelledWord: '',
  dictionarySuggestions: [],
  hasImageContents: false,
  editFlags: { canCut: selection !== '', canCopy: selection !== '', canPaste: true, canSelectAll: true },
})
