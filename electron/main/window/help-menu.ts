import type { MenuItemConstructorOptions } from 'electron'
import type { SettingsPaneName } from '../../../contract/support-requests.js'

/** The Help menu, whose entries open panes of Settings. */
export const helpMenu = (showSettings: (pane: SettingsPaneName) => void): MenuItemConstructorOptions => ({
  role: 'help',
  label: 'Help',
  submenu: [
    { label: 'Keyboard Shortcuts', click: () => showSettings('Shortcuts') },
    { label: 'Diagnostics…', click: () => showSettings('Advanced') },
  ],
})
