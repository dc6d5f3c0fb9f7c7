import type { InspectedModel } from '../../../../contract/engine.js'
import { AppError } from '../../../../contract/errors.js'
import type { ModelOrigin } from '../../../../contract/models.js'
import { type Candidate, candidatesIn } from './candidates.js'
import type { Place } from './places.js'

/** A model in a folder of another app. */
export interface FoundModel extends Omit<InspectedModel, 'remarks'> {
  readonly origin: ModelOrigin
  readonly folder: string
  /** Why it can't be used yet. */
  readonly fault?: string
}

/** Reads model folders, one after the other. */
export interface FolderInspector {
  /** Throws the `model-*` codes, `engine-gone`. */
  inspect(folder: string): Promise<InspectedModel>
  close(): void
}

/**
 * Finds the models that other apps have on this computer, and reads each of them again only when its files have changed.
 * A folder that the engine can't run is left out, and one that is not complete has a fault: no name of a file decides.
 */
export class FoundModels {
  readonly #places: readonly Place[]
  readonly #openInspector: () => FolderInspector
  /** What is known of the candidates, by origin, name and signature. */
  #known = new Map<string, FoundModel | null>()
  #running: Promise<readonly FoundModel[]> | undefined

  constructor(places: readonly Place[], openInspector: () => FolderInspector) {
    this.#places = places
    this.#openInspector = openInspector
  }

  find(): Promise<readonly FoundModel[]> {
    this.#running ??= this.#find().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #find(): Promise<readonly FoundModel[]> {
    const candidates = (await Promise.all(this.#places.map(candidatesIn))).flat()
    const known = new Map<string, FoundModel | null>()
    let inspector: FolderInspector | undefined
    try {
      for (const candidate of candidates) {
        const key = JSON.stringify([candidate.origin, candidate.folders, candidate.signature])
        const before = this.#known.get(key)
        if (before === undefined) inspector ??= this.#openInspector()
        const model = before === undefined && inspector ? await inspect(candidate, inspector) : before
        if (model !== undefined) known.set(key, model)
      }
    } finally {
      inspector?.close()
    }
    this.#known = known
    return [...known.values()].filter((model) => model !== null)
  }
}

/** Returns null for a model that Parley does not run, undefined if it could not be read now. */
async function inspect(
  { origin, name, folders }: Candidate,
  inspector: FolderInspector,
): Promise<FoundModel | null | undefined> {
  let fault: AppError | undefined
  for (const folder of folders) {
    try {
      const { remarks: _, ...model } = await inspector.inspect(folder)
      return { ...model, origin, folder }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      fault ??= error
    }
  }
  const [folder] = folders
  if (!fault?.code.startsWith('model-')) return undefined
  if (fault.code !== 'model-incomplete' || folder === undefined) return null
  return { origin, name, isDemo: false, weightBytes: 0, efforts: [], folder, fault: fault.message }
}
