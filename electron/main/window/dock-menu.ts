import { app, Menu } from 'electron'
import type { Conversation } from '../../../contract/chat.js'
import { isLocked, onLock } from '../lock/lock-state.js'
import { oncePerTurn } from '../turns.js'
import { type DockActions, dockMenuItems, maxInDock } from './dock-menu-items.js'

/**
 * Sets the menu of the Dock's icon, which is empty while Parley is locked; only macOS has one.
 * @param list the newest conversations, at most so many
 * @returns sets it again, after a change of the list
 */
export function followDock(list: (limit: number) => readonly Conversation[], actions: DockActions): () => void {
  const set = () => app.dock?.setMenu(Menu.buildFromTemplate(isLocked() ? [] : dockMenuItems(list(maxInDock), actions)))
  onLock(set)
  set()
  return oncePerTurn(set)
}
