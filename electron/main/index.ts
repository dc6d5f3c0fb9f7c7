import { app, dialog } from 'electron'
import { startApp } from './app.js'
import { claimDataFolder } from './paths.js'
import { installGuards } from './window/guard.js'
import { showMainWindow } from './window/main-window.js'
import { declareScheme } from './window/scheme.js'
import { findWindow } from './window/windows.js'

/** Chromium's own, which no fuse turns off. */
const debuggingSwitches = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address']

app.setName('Parley')
const folder = claimDataFolder()
if (app.isPackaged && debuggingSwitches.some((name) => app.commandLine.hasSwitch(name))) {
  console.error('Parley does not start with a debugging port: whoever reaches it could read every conversation.')
  app.exit(1)
} else if (!app.requestSingleInstanceLock()) {
  app.exit(0)
} else {
  declareScheme()
  installGuards()
  app
    .whenReady()
    .then(() => startApp(folder))
    .then((viewState) => {
      app.on('activate', (_, hasVisibleWindows) => {
        // With Settings in front of the main window the Dock brings both, in that order.
        if (!hasVisibleWindows || !findWindow('main')) showMainWindow(viewState)
      })
      app.on('second-instance', () => showMainWindow(viewState))
    })
    .catch((error: unknown) => {
      console.error('Parley could not start:', error)
      dialog.showErrorBox('Parley could not start', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}
