import type { ModelName } from '../../../contract/chat.js'
import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineStatus, KnownModel, ModelChoice } from '../../../contract/models.js'
import type { ModelToLoad } from '../engine/engine-host.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { FoundModel } from './found/found-models.js'
import { ModelFiles } from './model-files.js'
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
  /** Reads a model folder, with an adapter if one is named. Throws the `model-*` codes. */
  readonly inspect: (folder: string, adapter?: string) => Promise<InspectedModel>
  /** Finds the models in folders of other apps. */
  readonly findOthers: () => Promise<readonly FoundModel[]>
  /** Whether a folder is that of a download, and so Parley's own. */
  readonly isOwnFolder: (folder: string) => boolean
  /** Moves a folder into the system's Trash. */
  readonly trash: (folder: string) => Promise<void>
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
  readonly #files: ModelFiles
  /** Counts what the user decided for replies that wait already. */
  #decision = 0
  /** Changes that wait in the queue, in order. */
  #changes: readonly Change[] = []

  constructor(options: ModelsOptions) {
    this.#options = options
    this.#loadedId = options.list.chosen.id
    this.#files = new ModelFiles({ inspect: options.inspect, onChange: () => this.#notify() })
    options.engine.onStatus((status) => {
      if (status.state === 'starting' || status.state === 'restarting') this.#files.accept(this.#loadedId)
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

  /** The id of the model in the engine, or of the one that it loads next. */
  get loadedId(): string {
    return this.#loadedId
  }

  isStored(id: string): boolean {
    return this.#options.list.isStored(id)
  }

  find(id: string): ModelName | undefined {
    return this.#options.list.all.find((model) => model.id === id)
  }

  /** Throws `not-found`. */
  known(id: string): KnownModel {
    return this.#known(this.#options.list.get(id))
  }

  /** Checks which model folders exist, and which have changed. */
  async checkFolders(): Promise<ModelChoice> {
    const { list, engine } = this.#options
    const loadedId = engine.status.state === 'ready' ? this.#loadedId : undefined
    await this.#files.check(list.all, loadedId, (id, weightBytes) => list.measure(id, weightBytes))
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
    const { name } = this.#usable(id)
    if (id !== this.#loadedId && this.#files.isMissing(id)) {
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
    const { engine, queue } = this.#options
    const model = this.#usable(id)
    const isAwaited = queue.entries.some(({ purpose }) => purpose === 'reply')
    if (isAwaited || engine.status.state === 'ready') this.#change(model)
    else this.#changeAtOnce(model, id !== this.#loadedId)
    this.#notify()
  }

  /**
   * Call before waiting for the engine. The returned function, called in the turn, loads the model that was next then, if a job
   * has loaded another one meanwhile. It does nothing when the user has decided otherwise since.
   */
  promise(): () => void {
    const id = this.#changes.at(-1)?.modelId ?? this.#loadedId
    const decision = this.#decision
    return () => {
      if (decision === this.#decision) this.loadInTurn(id)
    }
  }

  /** Loads a model at once, for the holder of the engine's turn. Throws `not-found`, `model-incomplete`. */
  loadInTurn(id: string): void {
    const { engine } = this.#options
    if (id === this.#loadedId) return
    const model = this.#usable(id)
    this.#use(model, engine.status.state !== 'unloaded')
  }

  /** Throws the `model-*` codes, `refused`, `disk-full`. */
  async add(folder: string): Promise<KnownModel> {
    const { list, inspect, onRemark } = this.#options
    let added = list.all.find((model) => model.folder === folder && model.isAdded && model.adapter === undefined)
    if (!added) {
      const inspected = await inspect(folder)
      added = list.add(folder, inspected)
      for (const remark of inspected.remarks) onRemark(`${added.name}: ${remark}`)
    }
    await this.checkFolders()
    this.#notify()
    return this.#known(added)
  }

  /** Adds a model with a LoRA adapter as another model. Throws the `model-*` codes, `not-found`, `refused`, `disk-full`. */
  async addAdapter(id: string, adapter: string): Promise<KnownModel> {
    const { list, inspect } = this.#options
    const base = list.get(id)
    if (base.adapter !== undefined) throw new AppError('refused', 'This model has an adapter already.')
    const added = list.addAdapter(id, adapter, await inspect(base.folder, adapter))
    await this.checkFolders()
    this.#notify()
    return this.#known(added)
  }

  /** The folder stays. Throws `not-found`, `refused`, `disk-full`. */
  remove(id: string): void {
    this.#refuseUsed(id)
    this.#options.list.remove(id)
    this.#notify()
  }

  /** Moves a model that Parley has downloaded into the system's Trash. Throws `not-found`, `refused`, `disk-full`. */
  async trash(id: string): Promise<void> {
    const folder = this.ownFolderOf(id)
    const { name } = this.#options.list.get(id)
    this.remove(id)
    try {
      await this.#options.trash(folder)
    } catch (cause) {
      await this.restore(id)
      const message = `${name} could not be moved to the Trash. It is still there.`
      throw new AppError('refused', message, { cause })
    }
  }

  /** The folder of a model that Parley has downloaded. Throws `not-found`, `refused`. */
  ownFolderOf(id: string): string {
    const model = this.#options.list.get(id)
    if (!this.#isOwn(model)) throw new AppError('refused', 'Parley did not download this model, so its folder stays.')
    return model.folder
  }

  /** The models that Parley has downloaded and that are there. */
  get own(): readonly ListedModel[] {
    return this.#options.list.all.filter((model) => this.#isOwn(model) && !this.#files.isMissing(model.id))
  }

  /** A folder was moved; its models stay the same. Throws `disk-full`. */
  relocate(from: string, to: string): void {
    const { list, engine } = this.#options
    list.relocate(from, to)
    // The next load reads it from there.
    engine.use(toLoad(list.get(this.#loadedId)), false)
    this.#notify()
  }

  /** Loads a model again whose files have changed, after what was requested before. */
  reload(): void {
    const model = this.#usable(this.#loadedId)
    void this.#inOrder(model, () => this.#options.engine.use(toLoad(model)))
  }

  #refuseUsed(id: string): void {
    if ([this.#options.list.chosen.id, this.#loadedId, ...this.#changes.map(({ modelId }) => modelId)].includes(id))
      throw new AppError('refused', 'This model is in use. Choose another one first.')
  }

  #usable(id: string): ListedModel {
    const model = this.#options.list.get(id)
    const fault = this.#files.faultOf(model)
    if (fault !== undefined) throw new AppError('model-incomplete', fault)
    return model
  }

  /** A folder of another app is never Parley's own, nor is that of a model which is there without the adapter as well. */
  #isOwn({ folder, origin, adapter }: ListedModel): boolean {
    return origin === undefined && adapter === undefined && this.#options.isOwnFolder(folder)
  }

  /** Throws `not-found`, `refused`, `disk-full`. */
  async restore(id: string): Promise<void> {
    this.#options.list.restore(id)
    await this.checkFolders()
    this.#notify()
  }

  /** Cancels a waiting model change: replies that were requested after it are made with the model before it. */
  cancelChange(modelId: string): void {
    this.#decision++
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
  #changeAtOnce(model: ListedModel, isUsed = true): void {
    this.#decision++
    this.#cancel(this.#changes)
    if (isUsed) this.#use(model)
  }

  #cancel(changes: readonly Change[]): void {
    this.#changes = this.#changes.filter((change) => !changes.includes(change))
    for (const { aborter } of changes) aborter.abort()
  }

  #waitAndUse(model: ListedModel): Promise<void> {
    // After the user unloaded a model, none is loaded.
    return this.#inOrder(model, () => this.#use(model, this.#options.engine.status.state !== 'unloaded'))
  }

  async #inOrder(model: ListedModel, apply: () => void): Promise<void> {
    const change = { modelId: model.id, aborter: new AbortController() }
    this.#changes = [...this.#changes, change]
    const { signal } = change.aborter
    const entry = { purpose: 'model', conversationId: '', targetId: model.id } as const
    const release = await this.#options.queue.acquire(entry, signal).catch(() => undefined)
    // The change may be cancelled just after it acquired the engine.
    if (release && !signal.aborted) apply()
    release?.()
    this.#cancel([change])
  }

  #use(model: ListedModel, loads = true): void {
    const { engine } = this.#options
    this.#files.accept(model.id)
    if (model.id !== this.#loadedId) engine.use(toLoad(model), loads)
    else if (loads) engine.load()
    this.#loadedId = model.id
    this.#notify()
  }

  #known(listed: ListedModel): KnownModel {
    const { folder: _, adapter, ...model } = listed
    const state = this.#files.stateOf(listed)
    return {
      ...model,
      ...state,
      // A model of another app would be found again, so it can't be removed while its folder is there.
      isAdded: model.isAdded && (model.origin === undefined || state.isMissing),
      ...(adapter !== undefined && { isAdapted: true }),
      ...(model.isAdded && this.#isOwn(listed) && { isOwn: true }),
    }
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
