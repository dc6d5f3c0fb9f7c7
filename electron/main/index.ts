import { app, dialog } from 'electron'
import { startApp } from './app.js'
import { OpenedFiles } from './documents/opened-files.js'
import { prepareDataFolder } from './files/data-folder.js'
import { fileArguments } from './files/file-arguments.js'
import { openLog, remark, report } from './log/report.js'
import { watchProcesses } from './log/watch-processes.js'
import { setDataFolder } from './paths.js'
import { doPlannedTask } from './support/planned-task.js'
import { installGuards } from './window/guard.js'
import { offerToMove } from './window/move-to-applications.js'
import { declareScheme } from './window/scheme.js'
import { findWindow } from './window/windows.js'

/** Chromium's switches that no Electron fuse disables. */
const debuggingSwitches = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address']

// Else GTK keeps a cache of its settings in the user's home, outside of the data folder.
if (process.platform === 'linux') process.env.GSETTINGS_BACKEND ??= 'memory'
app.setName('Parley')
// Before the app is ready: macOS opens files with the event that starts it.
const openedFiles = new OpenedFiles()
app.on('open-file', (event, path) => {
  event.preventDefault()
  openedFiles.add([path])
})
/** Goes to the app that runs already, with which these files are opened. */
const named = { files: fileArguments(process.argv, process.cwd()) }
const folder = setDataFolder()
const folderProblem = prepareDataFolder(folder)
if (app.isPackaged && debuggingSwitches.some((name) => app.commandLine.hasSwitch(name))) {
  process.stderr.write(
    'Parley does not start with a debugging port: any program that connects to it could read every conversation.\n',
  )
  app.exit(1)
} else if (folderProblem !== undefined) {
  void app.whenReady().then(() => endWith(folderProblem))
} else if (!app.requestSingleInstanceLock(named)) {
  app.exit(0)
} else {
  declareScheme()
  const log = openLog(folder, { isQuiet: app.isPackaged })
  watchProcesses()
  const [major = 0, minor = 0, patch = 0] = app.getVersion().split('.').map(Number)
  remark('Parley starts.', { major, minor, patch })
  const notices = doPlannedTask(folder)
  installGuards()
  app
    .whenReady()
    .then(() => startApp(folder, openedFiles, log, notices))
    .then((mainWindows) => {
      app.on('activate', (_, hasVisibleWindows) => {
        // The Dock already brings open windows to the front, in their order.
        if (!hasVisibleWindows || !findWindow('main')) mainWindows.show()
      })
      app.on('second-instance', (_event, _arguments, _folder, other) => {
        mainWindows.show()
        openedFiles.add(filesOf(other))
      })
      openedFiles.add(named.files)
      void offerToMove()
    })
    .catch((error: unknown) => {
      report('Parley could not start.', error)
      endWith(error instanceof Error ? error.message : String(error))
    })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

/** What another start of the app sent along. */
function filesOf(other: unknown): readonly string[] {
  const files = typeof other === 'object' && other !== null && 'files' in other ? other.files : undefined
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : []
}

/** Says in a dialog why there is no window, and ends the app. */
function endWith(reason: string): void {
  dialog.showErrorBox('Parley could not start', reason)
  app.exit(1)
}
