import { realpath } from 'node:fs/promises'
import { dialog } from 'electron'
import { AppError } from '../../../contract/errors.js'
import { windowInFront } from '../window/windows.js'

/** Returns the folder that the user chooses by its real path, so that one is not added twice; `null` for none. */
export async function askForFolder(message: string, buttonLabel: string): Promise<string | null> {
  const window = windowInFront()
  const options: Electron.OpenDialogOptions = { message, buttonLabel, properties: ['openDirectory', 'createDirectory'] }
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  const [folder] = filePaths
  if (canceled || folder === undefined) return null
  return realpath(folder).catch(() => {
    throw new AppError('not-found', 'This folder is not there any more. Choose another one.')
  })
}
