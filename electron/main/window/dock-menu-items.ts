import type { MenuItemConstructorOptions } from 'electron'
import type { Conversation } from '../../../contract/chat.js'
import { labelOf, type MenuCommand } from '../../../contract/menu.js'

export interface DockActions {
  readonly send: (command: MenuCommand) => void
  readonly openWindow: () => void
  readonly open: (conversationId: string) => void
  /** Stops the reply of a conversation, whether it is open or not. */
  readonly stop: (conversationId: string) => void
}

/** How many conversations the Dock's menu lists. */
export const maxInDock = 7

/** What the menu of the Dock's icon has: the newest conversations, a new one, another window, and Stop while a reply is made. */
export function dockMenuItems(
  conversations: readonly Conversation[],
  { send, openWindow, open, stop }: DockActions,
): MenuItemConstructorOptions[] {
  const recent = conversations.slice(0, maxInDock)
  const busy = recent.filter(({ isBusy }) => isBusy)
  const label = (command: MenuCommand) => labelOf(command, 'darwin')
  return [
    ...recent.map(({ id, title }) => ({ label: title, click: () => open(id) })),
    ...(recent.length > 0 ? [{ type: 'separator' as const }] : []),
    { label: label('new-conversation'), click: () => send('new-conversation') },
    { label: label('new-window'), click: openWindow },
    ...(busy.length > 0 ? [{ label: label('stop'), click: () => void busy.map(({ id }) => stop(id)) }] : []),
  ]
}
