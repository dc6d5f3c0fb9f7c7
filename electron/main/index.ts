import { app, dialog } from 'electron'
import { startApp } from './app.js'
import { installGuards } from './guard.js'
import { claimDataFolder } from './paths.js'
import { declareScheme } from './scheme.js'
import { showWindow } from './windows.js'

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
      app.on('activate', () => showWindow(viewState))
      app.on('second-instance', () => showWindow(viewState))
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
