import { writeFile } from 'node:fs/promises'
import { app, dialog, Menu, shell } from 'electron'
import { AppError } from '../../../contract/errors.js'
import { readFault } from '../../../contract/fault.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import { maxTextScalePercent, minTextScalePercent } from '../../../contract/view.js'
import { logFolder } from '../log/log-file.js'
import { reportOf } from '../log/report.js'
import { planNextStart } from '../support/next-start.js'
import type { Updates } from '../updates/updates.js'
import type { MainWindows } from '../window/main-windows.js'
import { menuActions } from '../window/menu-actions.js'
import { settingsPane } from '../window/settings-window.js'
import { windowInFront } from '../window/windows.js'
import { asWhole } from './arguments.js'

export interface SupportOptions {
  readonly dataFolder: string
  readonly mainWindows: Pick<MainWindows, 'setTextScale'>
  readonly makeDiagnostics: () => Promise<string>
  readonly updates: Updates
}

/** What helps when something goes wrong. */
export function createSupportRequests({ dataFolder, mainWindows, makeDiagnostics, updates }: SupportOptions) {
  /** What a window shows, and nothing else, is saved. */
  let shown = ''
  return {
    async reportFault(value) {
      const fault = readFault(value)
      if (fault) reportOf('window', 'A window failed.', fault)
    },
    getSettingsPane: async () => settingsPane(),
    async setTextScale(percent) {
      const scale = asWhole(percent, maxTextScalePercent)
      if (scale < minTextScalePercent) throw new AppError('refused', "Text can't be that small.")
      mainWindows.setTextScale(scale)
    },
    async showLogs() {
      await shell.openPath(logFolder(dataFolder))
    },
    async getDiagnostics() {
      shown = await makeDiagnostics()
      return shown
    },
    async saveDiagnostics() {
      const options = {
        defaultPath: 'Parley diagnostics.txt',
        filters: [{ name: 'Text', extensions: ['txt'] }],
      }
      const window = windowInFront()
      const { canceled, filePath } = await (window
        ? dialog.showSaveDialog(window, options)
        : dialog.showSaveDialog(options))
      if (canceled || filePath === '') return false
      await writeFile(filePath, shown, { mode: 0o600 })
      return true
    },
    async listMenuActions() {
      const menu = Menu.getApplicationMenu()
      return menu ? menuActions(menu) : []
    },
    getUpdate: async () => updates.state,
    async checkForUpdates() {
      void updates.look()
    },
    async deleteAllData() {
      const { response, checkboxChecked } = await dialog.showMessageBox({
        type: 'warning',
        message: 'Delete all your data?',
        detail:
          'Every conversation, copy of a document, draft, preset, setting, backup and log is deleted for good, and Parley starts again as new. Nobody can undo this.\n\nWhat remains: your own files, what you exported, models in folders of other apps, and what Time Machine has copied.',
        checkboxLabel: 'Delete downloaded models too',
        buttons: ['Delete All My Data', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      if (response !== 0) return false
      planNextStart(dataFolder, { kind: 'delete-data', keepsModels: !checkboxChecked })
      app.relaunch()
      app.quit()
      return true
    },
  } satisfies Partial<RequestHandlers>
}
