import { join } from 'node:path'
import { app } from 'electron'
import { macEngine } from './mac-engine.js'

/** All of the app's data lies in this folder. `PARLEY_HOME` moves it, for tests and support. */
export function claimDataFolder(): string {
  const home = process.env.PARLEY_HOME
  if (home) app.setPath('userData', home)
  return app.getPath('userData')
}

/** A file of the bundles in `out/app`, the same in a checkout and in the packaged app. */
export const bundlePath = (...parts: string[]) => join(app.getAppPath(), 'out', 'app', ...parts)

/** What is too big or too binary for the archive lies beside it in the packaged app. */
const resourcePath = (packaged: string, checkout: string) =>
  app.isPackaged ? join(process.resourcesPath, packaged) : join(app.getAppPath(), checkout)

/** The packaged app for the Mac has an engine for each of several versions of macOS. */
const packagedEngine = () =>
  process.platform === 'darwin' ? join('native', macEngine(process.getSystemVersion())) : 'native'

export const addonPath = () => join(resourcePath(packagedEngine(), join('out', 'native')), 'parley_engine.node')

/** The models that are there without the user's doing. */
export interface GivenModels {
  /** The folder of the demonstration model that ships with the app. */
  readonly demo: string
  /** `PARLEY_MODEL`: chosen whenever Parley starts. */
  readonly given?: string
  /** `PARLEY_ADAPTER`: of the given model, else of the demonstration model. */
  readonly adapter?: string
}

export const givenModels = (): GivenModels => ({
  demo: resourcePath('tiny-model', join('native', 'tiny-model', 'model')),
  given: process.env.PARLEY_MODEL || undefined,
  adapter: process.env.PARLEY_ADAPTER || undefined,
})
