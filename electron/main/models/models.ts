import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineStatus, KnownModel, ModelChoice } from '../../../contract/models.js'
import type { ModelToLoad } from '../engine/engine-host.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { ListedModel, ModelList } from './model-list.js'

/** The engine as far as it is about which model it has. */
export interface ModelEngine {
  readonly status: EngineStatus
  onStatus(listener: (status: EngineStatus) => void): () => void
  use(model: ModelToLoad, loads?: boolean): void
  load(): void
}

export interface ModelsOptions {
  readonly list: ModelList
  readonly engine: ModelEngine
  readonly queue: EngineQueue
  /** Looks into a folder. Throws the `model-*` codes. */
  readonly inspect: (folder: string) => Promise<InspectedModel>
  readonly onChange: (choice: ModelChoice) => void
}

interface Change {
  readonly modelId: string
  readonly aborter: AbortController
}

/**
 * Which of the known models answers. A change of the model waits in the engine's queue like a reply: what was asked
 * before it is made with the model that it was asked of, and what is asked after it with the new one.
 */
export class Models {
  readonly #options: ModelsOptions
  #loadedId: string
  /** Whose folder was not there at the last look. */
  #missing: ReadonlySet<string> = new Set()
  /** Changes that wait for their turn, in order. */
  #changes: readonly Change[] = []

  constructor(options: ModelsOptions) {
    this.#options = options
    this.#loadedId = options.list.chosen.id
    options.engine.onStatus((status) => {
      if (status.state !== 'ready') return
      options.list.learn(this.#loadedId, status.model)
      this.#tell()
    })
  }

  get choice(): ModelChoice {
    const { list } = this.#options
    return { models: list.all.map((model) => this.#known(model)), chosenId: list.chosen.id, loadedId: this.#loadedId }
  }

  /** The model that a reply is made with that is asked for now. */
  get chosen(): Pick<KnownModel, 'id' | 'name'> {
    return this.#options.list.chosen
  }

  isKnown(id: string): boolean {
    return this.#options.list.all.some((model) => model.id === id)
  }

  /** Looks which of the folders are there. One on a disk that does not answer counts as missing. */
  async look(): Promise<ModelChoice> {
    const models = this.#options.list.all
    const found = await Promise.all(models.map(({ folder, weightBytes }) => lookAt(folder, weightBytes)))
    this.#missing = new Set(models.filter((_, index) => found[index] === undefined).map(({ id }) => id))
    for (const [index, { id }] of models.entries()) if (found[index]) this.#options.list.measure(id, found[index])
    return this.choice
  }

  /** Throws `not-found`, `model-missing`, `disk-full`; then the choice is as before. */
  choose(id: string): void {
    const { list, engine } = this.#options
    const { name } = list.get(id)
    if (id !== this.#loadedId && this.#missing.has(id)) {
      const message = `The folder of ${name} is not there. Connect its disk, or choose another model.`
      throw new AppError('model-missing', message)
    }
    list.choose(id)
    if (engine.status.state === 'ready') this.#change(list.chosen)
    else this.#changeAtOnce(list.chosen)
    this.#tell()
  }

  async add(folder: string): Promise<KnownModel> {
    const { list, inspect } = this.#options
    const known = list.all.find((model) => model.folder === folder && model.isAdded)
    const added = known ?? list.add(folder, await inspect(folder))
    await this.look()
    this.#tell()
    return this.#known(added)
  }

  /** Throws `not-found`, `refused`, `disk-full`. */
  remove(id: string): void {
    const { list } = this.#options
    if ([list.chosen.id, this.#loadedId, ...this.#changes.map(({ modelId }) => modelId)].includes(id)) {
      throw new AppError('refused', 'This model is in use. Choose another one first.')
    }
    list.remove(id)
    this.#tell()
  }

  /** Throws `not-found`, `refused`, `disk-full`. */
  async restore(id: string): Promise<void> {
    this.#options.list.restore(id)
    await this.look()
    this.#tell()
  }

  /** Gives up a change that waits: what was asked after it is made with the model of before it. */
  cancelChange(modelId: string): void {
    this.#giveUp(this.#changes.filter((change) => change.modelId === modelId).slice(-1))
    this.#options.list.choose(this.#changes.at(-1)?.modelId ?? this.#loadedId)
    this.#tell()
  }

  #change(model: ListedModel): void {
    const { queue } = this.#options
    const last = queue.entries.findLast(({ purpose }) => purpose === 'reply' || purpose === 'model')
    // A change that nothing was asked after is not worth a load.
    if (last?.purpose === 'model') this.#giveUp(this.#changes.slice(-1))
    if ((this.#changes.at(-1)?.modelId ?? this.#loadedId) !== model.id) void this.#waitAndUse(model)
  }

  /** Nothing is being made with a model that is not there. */
  #changeAtOnce(model: ListedModel): void {
    this.#giveUp(this.#changes)
    this.#use(model)
  }

  #giveUp(changes: readonly Change[]): void {
    this.#changes = this.#changes.filter((change) => !changes.includes(change))
    for (const { aborter } of changes) aborter.abort()
  }

  async #waitAndUse(model: ListedModel): Promise<void> {
    const change = { modelId: model.id, aborter: new AbortController() }
    this.#changes = [...this.#changes, change]
    const { signal } = change.aborter
    const taker = { purpose: 'model', conversationId: '', targetId: model.id } as const
    const release = await this.#options.queue.acquire(taker, signal).catch(() => undefined)
    // Its turn may have come in the moment in which it was given up. Who unloaded the model wants no other one loaded.
    if (release && !signal.aborted) this.#use(model, this.#options.engine.status.state !== 'unloaded')
    release?.()
    this.#giveUp([change])
  }

  #use(model: ListedModel, loads = true): void {
    const { engine } = this.#options
    if (model.id !== this.#loadedId) engine.use(toLoad(model), loads)
    else if (loads) engine.load()
    this.#loadedId = model.id
    this.#tell()
  }

  #known({ folder: _, adapter: __, ...model }: ListedModel): KnownModel {
    return { ...model, isMissing: this.#missing.has(model.id) }
  }

  #tell(): void {
    this.#options.onChange(this.choice)
  }
}

/** An added model goes by the name that the list has for it; of the others the engine knows better. */
export const toLoad = ({ id, folder, adapter, name, isAdded }: ListedModel): ModelToLoad => ({
  id,
  folder,
  adapter,
  ...(isAdded && { name }),
})

const longestLookMs = 500

/** The bytes of the weights in a folder, as known or as its files say, 0 if not in time; undefined where there is no folder. */
async function lookAt(folder: string, known: number | undefined): Promise<number | undefined> {
  const answers = stat(folder).then(
    () => true,
    () => false,
  )
  if (!(await inTime(answers, false))) return undefined
  return known ?? inTime(weightsIn(folder), 0)
}

async function inTime<T>(work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), longestLookMs)
  })
  const answer = await Promise.race([work, late])
  clearTimeout(timer)
  return answer
}

async function weightsIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.safetensors')).map((name) => stat(join(folder, name)))
  const sizes = await Promise.all(files).catch(() => [])
  return sizes.reduce((bytes, { size }) => bytes + size, 0)
}
