import { join } from 'node:path'
import { app } from 'electron'
import { macEngines } from './mac-engine.js'

/** Sets and returns the folder of all the app's data. `PARLEY_HOME` overrides it, for tests and support. */
export function setDataFolder(): string {
  const home = process.env.PARLEY_HOME
  if (home) app.setPath('userData', home)
  return app.getPath('userData')
}

/** Returns the path of a file in `out/app`, the same in a checkout and in the packaged app. */
export const bundlePath = (...names: string[]) => join(app.getAppPath(), 'out', 'app', ...names)

/** The packaged app keeps large and native files beside its archive. */
const resourcePath = (packaged: string, checkout: string) =>
  app.isPackaged ? join(process.resourcesPath, packaged) : join(app.getAppPath(), checkout)

const packagedEngines = () =>
  process.platform === 'darwin'
    ? macEngines(process.getSystemVersion()).map((folder) => join('native', folder))
    : ['native']

/** The addons that this computer can open, the best first. A checkout has one. */
export const addonPaths = (): readonly string[] => [
  ...new Set(
    packagedEngines().map((packaged) => join(resourcePath(packaged, join('out', 'native')), 'parley_engine.node')),
  ),
]

/** The models that Parley knows without the user adding them. */
export interface GivenModels {
  /** The folder of the demonstration model that ships with the app. */
  readonly demo: string
  /** Folder from `PARLEY_MODEL`; chosen at every start. */
  readonly given?: string
  /** Folder from `PARLEY_ADAPTER`: a LoRA adapter for the given model, else for the demonstration model. */
  readonly adapter?: string
}

export const givenModels = (): GivenModels => ({
  demo: resourcePath('tiny-model', join('native', 'tiny-model', 'model')),
  given: process.env.PARLEY_MODEL || undefined,
  adapter: process.env.PARLEY_ADAPTER || undefined,
})
