import { toFailure } from '../../../contract/errors.js'
import type { KnownModel } from '../../../contract/models.js'
import { checkFolder, missingDisk } from './folder-check.js'
import type { ListedModel } from './model-list.js'

interface ModelFilesOptions {
  /** Reads a model folder, with an adapter if one is named. Throws the `model-*` codes. */
  readonly inspect: (folder: string, adapter?: string) => Promise<unknown>
  /** What is known of a model has changed. */
  readonly onChange: () => void
}

/** What has become of the files of models since they joined the list: they may be gone, changed or unusable. */
export class ModelFiles {
  readonly #options: ModelFilesOptions
  /** The models whose folder was missing at the last check, with the name of the disk that is not connected, if any. */
  #missing: ReadonlyMap<string, string | undefined> = new Map()
  /** What the folders looked like at the last check. */
  readonly #stamps = new Map<string, string>()
  /** Why models can't be loaded since their files have changed. */
  readonly #faults = new Map<string, string>()
  readonly #changed = new Set<string>()

  constructor(options: ModelFilesOptions) {
    this.#options = options
  }

  /**
   * Looks at the folders. A folder on a disk that does not respond counts as missing.
   * @param loadedId the model whose weights are in memory
   * @param onBytes gets the size of the weights of each model that has some
   */
  async check(
    models: readonly ListedModel[],
    loadedId: string | undefined,
    onBytes: (id: string, weightBytes: number) => void,
  ): Promise<void> {
    const checks = await Promise.all(models.map(lookAt))
    const missing = models.filter((_, index) => checks[index] === undefined)
    const disks = await Promise.all(missing.map(({ folder }) => missingDisk(folder)))
    this.#missing = new Map(missing.map(({ id }, index) => [id, disks[index]]))
    for (const [index, model] of models.entries()) {
      const { weightBytes = 0, stamp } = checks[index] ?? {}
      if (weightBytes > 0) onBytes(model.id, weightBytes)
      if (stamp !== undefined) this.#compare(model, stamp, loadedId)
    }
  }

  isMissing(id: string): boolean {
    return this.#missing.has(id)
  }

  /** Why a model can't be loaded. */
  faultOf({ id, fault }: ListedModel): string | undefined {
    return this.#faults.get(id) ?? fault
  }

  stateOf(model: ListedModel): Pick<KnownModel, 'isMissing' | 'missingDisk' | 'fault' | 'isChanged'> {
    const disk = this.#missing.get(model.id)
    const fault = this.faultOf(model)
    return {
      isMissing: this.isMissing(model.id),
      ...(disk !== undefined && { missingDisk: disk }),
      ...(fault !== undefined && { fault }),
      ...(this.#changed.has(model.id) && { isChanged: true }),
    }
  }

  /** The model is loaded from its files as they are now. */
  accept(id: string): void {
    this.#stamps.delete(id)
    this.#faults.delete(id)
    this.#changed.delete(id)
  }

  /** Of a model whose files have changed, the new ones are read, to say whether it can still be loaded. */
  #compare({ id, folder, adapter, origin, isAdded }: ListedModel, stamp: string, loadedId: string | undefined): void {
    const before = this.#stamps.get(id)
    this.#stamps.set(id, stamp)
    if (before === undefined || before === stamp) return
    if (id === loadedId) this.#changed.add(id)
    // Those of other apps are read again by the search for them.
    if (origin !== undefined && !isAdded) return
    const { inspect, onChange } = this.#options
    inspect(folder, adapter)
      .then(
        () => this.#faults.delete(id),
        (error) => this.#faults.set(id, toFailure(error).message),
      )
      .then(onChange)
  }
}

/** A model is missing when its adapter is. */
async function lookAt({ folder, adapter }: ListedModel) {
  const [model, own] = await Promise.all([
    checkFolder(folder),
    adapter === undefined ? noAdapter : checkFolder(adapter),
  ])
  if (!model || !own) return undefined
  const stamp = model.stamp === undefined || own.stamp === undefined ? undefined : model.stamp + own.stamp
  return { ...model, stamp }
}

const noAdapter = { stamp: '' }
