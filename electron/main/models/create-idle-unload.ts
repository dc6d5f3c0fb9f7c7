import { type Settings, unloadMinutes } from '../../../contract/settings.js'
import { IdleUnload, type IdleUnloadOptions } from './idle-unload.js'
import { memoryPressure } from './memory-pressure.js'

/** In place of the setting, in milliseconds, for tests. */
const givenMs = process.env.PARLEY_UNLOAD_AFTER_MS

export function createIdleUnload(
  engine: IdleUnloadOptions['engine'],
  isBusy: () => boolean,
  settings: () => Settings,
): IdleUnload {
  const keepMs = () => {
    const minutes = unloadMinutes[settings().unloadsModel]
    if (minutes === null) return undefined
    return givenMs === undefined ? minutes * 60_000 : Number(givenMs)
  }
  return new IdleUnload({ engine, isBusy, keepMs, memoryPressure })
}
