import { app, dialog } from 'electron'

/**
 * On a Mac, offers to move the app to Applications when it runs from its disk image, where an update could not replace it.
 * Moving starts the app again.
 */
export async function offerToMove(): Promise<void> {
  if (process.platform !== 'darwin' || !app.isPackaged || !app.getPath('exe').startsWith('/Volumes/')) return
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Move Parley to the Applications folder?',
    detail: 'From there it can update itself, and the disk image can be ejected.',
    buttons: ['Move', 'Not Now'],
    defaultId: 0,
    cancelId: 1,
  })
  if (response !== 0) return
  try {
    app.moveToApplicationsFolder({ conflictHandler: (kind) => kind === 'exists' })
  } catch (error) {
    dialog.showErrorBox('Parley could not be moved', `Drag it to Applications yourself. ${error}`)
  }
}
