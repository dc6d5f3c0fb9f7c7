import { app, Menu } from 'electron'
import type { Conversation } from '../../../contract/chat.js'
import { type DockActions, dockMenuItems } from './dock-menu-items.js'

/** Sets the menu of the Dock's icon; only macOS has one. */
export function setDockMenu(conversations: () => readonly Conversation[], actions: DockActions): void {
  app.dock?.setMenu(Menu.buildFromTemplate(dockMenuItems(conversations(), actions)))
}
