import { realpath } from 'node:fs/promises'
import { BrowserWindow, dialog } from 'electron'
import type { Requests } from '../../../contract/requests.js'
import { asId } from '../arguments.js'
import type { Models } from './models.js'

/** Which models there are and which of them answers. A window knows them by their ids, never by their folders. */
export function createModelRequests(models: Models) {
  return {
    getModels: async () => models.choice,
    chooseModel: async (modelId) => models.choose(asId(modelId)),
    async addModel() {
      const window = BrowserWindow.getFocusedWindow()
      const options: Electron.OpenDialogOptions = {
        message: 'Choose a folder with a gpt-oss model: it holds config.json, tokenizer.json and the weights.',
        buttonLabel: 'Add Model',
        properties: ['openDirectory'],
      }
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options))
      const [folder] = filePaths
      if (canceled || folder === undefined) return null
      // By its real path, so that one folder is not added twice.
      return models.add(await realpath(folder))
    },
    removeModel: async (modelId) => models.remove(asId(modelId)),
  } satisfies Partial<Requests>
}
