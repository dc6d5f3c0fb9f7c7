import type { Menu, MenuItem } from 'electron'
import type { MenuAction } from '../../../contract/support-requests.js'

/** Every action of a menu and of the menus in it. What the system adds by itself is not in it. */
export function menuActions(menu: Menu, menus: readonly string[] = []): readonly MenuAction[] {
  return menu.items.flatMap((item): readonly MenuAction[] => {
    if (item.submenu) return menuActions(item.submenu, [...menus, item.label])
    if (item.type === 'separator' || !item.visible) return []
    const accelerator = item.accelerator ?? roleAccelerator(item)
    return [{ menus, label: item.label, ...(accelerator !== undefined && { accelerator }) }]
  })
}

/** The keys that Electron gives a role; a method that its types leave out. */
function roleAccelerator(item: MenuItem): string | undefined {
  if (!('getDefaultRoleAccelerator' in item) || typeof item.getDefaultRoleAccelerator !== 'function') return undefined
  const accelerator: unknown = item.getDefaultRoleAccelerator()
  return typeof accelerator === 'string' ? accelerator : undefined
}
