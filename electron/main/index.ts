import { app, dialog } from 'electron'
import { startApp } from './app.js'
import { installGuards } from './guard.js'
import { claimDataFolder } from './paths.js'
import { declareScheme } from './scheme.js'
import { showWindow } from './windows.js'

app.setName('Parley')
const folder = claimDataFolder()
if (!app.requestSingleInstanceLock()) {
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
