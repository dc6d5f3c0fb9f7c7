import { app } from 'electron'
import type { Settings } from '../../../contract/settings.js'
import { createUpdater } from './electron-updater.js'
import { updateBase } from './update-source.js'
import { Updates, type UpdatesOptions } from './updates.js'

interface AppUpdatesOptions extends Pick<UpdatesOptions, 'onChange' | 'onReady'> {
  readonly dataFolder: string
  readonly settings: () => Settings
}

/** The updates of the app; of a checkout and of a build that nobody signed there are none. */
export function createUpdates({ dataFolder, settings, onChange, onReady }: AppUpdatesOptions): Updates {
  const base = updateBase({
    isPackaged: app.isPackaged,
    appPath: app.getAppPath(),
    given: process.env.PARLEY_UPDATES,
  })
  const isOn = () => settings().network && settings().updatesItself
  const makeUpdater = base && (() => createUpdater({ base, dataFolder, isNetworkOn: isOn }))
  return new Updates({ makeUpdater, isOn, onChange, onReady })
}
