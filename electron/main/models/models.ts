import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelName } from '../../../contract/chat.js'
import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineStatus, KnownModel, ModelChoice } from '../../../contract/models.js'
import type { ModelToLoad } from '../engine/engine-host.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { FoundModel } from './found/found-models.js'
import type { ListedModel, ModelList } from './model-list.js'

/** The part of the engine that decides which model is loaded. */
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
  /** Reads a model folder. Throws the `model-*` codes. */
  readonly inspect: (folder: string) => Promise<InspectedModel>
  /** Finds the models in folders of other apps. */
  readonly findOthers: () => Promise<readonly FoundModel[]>
  readonly onChange: (choice: ModelChoice) => void
  /** Gets a sentence about a model that was just added. */
  readonly onRemark: (message: string) => void
}

interface Change {
  readonly modelId: string
  readonly aborter: AbortController
}

/**
 * Chooses and loads the known models. A model change waits in the engine's queue like a reply, so that each reply is
 * made with the model that was chosen when it was requested.
 */
export class Models {
  readonly #options: ModelsOptions
  #loadedId: string
  /** Ids of the models whose folder was missing at the last check. */
  #missing: ReadonlySet<string> = new Set()
  /** Changes that wait in the queue, in order. */
  #changes: readonly Change[] = []

  constructor(options: ModelsOptions) {
    this.#options = options
    this.#loadedId = options.list.chosen.id
    options.engine.onStatus((status) => {
      if (status.state !== 'ready') return
      options.list.learn(this.#loadedId, status.model)
      this.#notify()
    })
  }

  get choice(): ModelChoice {
    const { list } = this.#options
    return { models: list.all.map((model) => this.#known(model)), chosenId: list.chosen.id, loadedId: this.#loadedId }
  }

  /** The model of new conversations: the last choice. */
  get chosen(): ModelName {
    return this.#options.list.chosen
  }

  isStored(id: string): boolean {
    return this.#options.list.isStored(id)
  }

  find(id: string): ModelName | undefined {
    return this.#options.list.all.find((model) => model.id === id)
  }

  /** Checks which model folders exist. A folder on a disk that does not respond in time counts as missing. */
  async checkFolders(): Promise<ModelChoice> {
    const models = this.#options.list.all
    const found = await Promise.all(models.map(({ folder, weightBytes }) => checkFolder(folder, weightBytes)))
    this.#missing = new Set(models.filter((_, index) => found[index] === undefined).map(({ id }) => id))
    for (const [index, { id }] of models.entries()) if (found[index]) this.#options.list.measure(id, found[index])
    return this.choice
  }

  /** Looks for models in the folders of other apps, which may have come or gone. */
  async findOthers(): Promise<void> {
    this.#options.list.setFound(await this.#options.findOthers())
    this.#notify()
  }

  /** Throws `not-found`, `model-missing`, `model-incomplete`, `disk-full`; the choice then stays unchanged. */
  choose(id: string): void {
    const { list, engine } = this.#options
    const { name, fault } = list.get(id)
    if (fault !== undefined) throw new AppError('model-incomplete', fault)
    if (id !== this.#loadedId && this.#missing.has(id)) {
      const message = `The folder of ${name} is missing. Connect its disk, or choose another model.`
      throw new AppError('model-missing', message)
    }
    list.choose(id)
    if (engine.status.state === 'ready') this.#change(list.chosen)
    else this.#changeAtOnce(list.chosen)
    this.#notify()
  }

  /**
   * Replies that are requested from now on are made with this model, which stays chosen for one conversation only. Those
   * that wait keep theirs, also while no model is ready. Throws `not-found`, `model-incomplete`.
   */
  use(id: string): void {
    const { list, engine, queue } = this.#options
    const model = list.get(id)
    if (model.fault !== undefined) throw new AppError('model-incomplete', model.fault)
    const isAwaited = queue.entries.some(({ purpose }) => purpose === 'reply')
    if (isAwaited || engine.status.state === 'ready') this.#change(model)
    else if (id === this.#loadedId) this.#cancel(this.#changes)
    else this.#changeAtOnce(model)
    this.#notify()
  }

  /** Throws the `model-*` codes, `refused`, `disk-full`. */
  async add(folder: string): Promise<KnownModel> {
    const { list, inspect, onRemark } = this.#options
    let added = list.all.find((model) => model.folder === folder && model.isAdded)
    if (!added) {
      const inspected = await inspect(folder)
      added = list.add(folder, inspected)
      for (const remark of inspected.remarks) onRemark(`${added.name}: ${remark}`)
    }
    await this.checkFolders()
    this.#notify()
    return this.#known(added)
  }

  /** Throws `not-found`, `refused`, `disk-full`. */
  remove(id: string): void {
    const { list } = this.#options
    if ([list.chosen.id, this.#loadedId, ...this.#changes.map(({ modelId }) => modelId)].includes(id)) {
      throw new AppError('refused', 'This model is in use. Choose another one first.')
    }
    list.remove(id)
    this.#notify()
  }

  /** Throws `not-found`, `refused`, `disk-full`. */
  async restore(id: string): Promise<void> {
    this.#options.list.restore(id)
    await this.checkFolders()
    this.#notify()
  }

  /** Cancels a waiting model change: replies that were requested after it are made with the model before it. */
  cancelChange(modelId: string): void {
    this.#cancel(this.#changes.filter((change) => change.modelId === modelId).slice(-1))
    this.#options.list.choose(this.#changes.at(-1)?.modelId ?? this.#loadedId)
    this.#notify()
  }

  #change(model: ListedModel): void {
    const { queue } = this.#options
    const last = queue.entries.findLast(({ purpose }) => purpose === 'reply' || purpose === 'model')
    // No reply was requested after the last change, so this one replaces it.
    if (last?.purpose === 'model') this.#cancel(this.#changes.slice(-1))
    if ((this.#changes.at(-1)?.modelId ?? this.#loadedId) !== model.id) void this.#waitAndUse(model)
  }

  /** Without a ready model no reply is being made, so the change need not wait. */
  #changeAtOnce(model: ListedModel): void {
    this.#cancel(this.#changes)
    this.#use(model)
  }

  #cancel(changes: readonly Change[]): void {
    this.#changes = this.#changes.filter((change) => !changes.includes(change))
    for (const { aborter } of changes) aborter.abort()
  }

  async #waitAndUse(model: ListedModel): Promise<void> {
    const change = { modelId: model.id, aborter: new AbortController() }
    this.#changes = [...this.#changes, change]
    const { signal } = change.aborter
    const entry = { purpose: 'model', conversationId: '', targetId: model.id } as const
    const release = await this.#options.queue.acquire(entry, signal).catch(() => undefined)
    // The change may be cancelled just after it acquired the engine. After the user unloaded a model, none is loaded.
    if (release && !signal.aborted) this.#use(model, this.#options.engine.status.state !== 'unloaded')
    release?.()
    this.#cancel([change])
  }

  #use(model: ListedModel, loads = true): void {
    const { engine } = this.#options
    if (model.id !== this.#loadedId) engine.use(toLoad(model), loads)
    else if (loads) engine.load()
    this.#loadedId = model.id
    this.#notify()
  }

  #known({ folder: _, adapter: __, ...model }: ListedModel): KnownModel {
    const isMissing = this.#missing.has(model.id)
    // A model of another app would be found again, so it can't be removed while its folder is there.
    return { ...model, isMissing, isAdded: model.isAdded && (model.origin === undefined || isMissing) }
  }

  #notify(): void {
    this.#options.onChange(this.choice)
  }
}

/** Passes the list's name only for an added model; for the others the engine reads the name from the folder. */
export const toLoad = ({ id, folder, adapter, name, isAdded }: ListedModel): ModelToLoad => ({
  id,
  folder,
  adapter,
  ...(isAdded && { name }),
})

const maxCheckMs = 500

/** Returns the bytes of the weights in a folder, 0 if its disk is too slow, or undefined if the folder is missing. */
async function checkFolder(folder: string, knownBytes: number | undefined): Promise<number | undefined> {
  const exists = stat(folder).then(
    () => true,
    () => false,
  )
  if (!(await withinDeadline(exists, false))) return undefined
  return knownBytes ?? withinDeadline(weightBytesIn(folder), 0)
}

async function withinDeadline<T>(work: Promise<T>, fallback: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(fallback), maxCheckMs)
  })
  const result = await Promise.race([work, late])
  clearTimeout(timer)
  return result
}

async function weightBytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.safetensors')).map((name) => stat(join(folder, name)))
  const sizes = await Promise.all(files).catch(() => [])
  return sizes.reduce((bytes, { size }) => bytes + size, 0)
}
