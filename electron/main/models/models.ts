import { existsSync } from 'node:fs'
import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineStatus, KnownModel, ModelChoice } from '../../../contract/models.js'
import type { ModelToLoad } from '../engine/engine-host.js'
import type { EngineQueue } from '../runs/engine-queue.js'
import type { ListedModel, ModelList } from './model-list.js'

/** The engine as far as it is about which model it has. */
export interface ModelEngine {
  readonly status: EngineStatus
  onStatus(listener: (status: EngineStatus) => void): () => void
  use(model: ModelToLoad): void
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
    return { models: list.all.map(toKnown), chosenId: list.chosen.id, loadedId: this.#loadedId }
  }

  /** Of the model that a reply is made with that is asked for now. */
  get chosenName(): string {
    return this.#options.list.chosen.name
  }

  idOf(name: string): string | undefined {
    return this.#options.list.all.find((model) => model.name === name)?.id
  }

  /** Throws `not-found`, `disk-full`; then the choice is as before. */
  choose(id: string): void {
    const { list, engine } = this.#options
    list.choose(id)
    if (engine.status.state === 'ready') this.#change(list.chosen)
    else this.#changeAtOnce(list.chosen)
    this.#tell()
  }

  async add(folder: string): Promise<KnownModel> {
    const { list, inspect } = this.#options
    const known = list.all.find((model) => model.folder === folder)
    if (known) return toKnown(known)
    const added = list.add(folder, await inspect(folder))
    this.#tell()
    return toKnown(added)
  }

  /** Throws `not-found`, `refused`, `disk-full`. */
  remove(id: string): void {
    const { list } = this.#options
    if (id === list.chosen.id || id === this.#loadedId) {
      throw new AppError('refused', 'This model is in use. Choose another one first.')
    }
    list.remove(id)
    this.#tell()
  }

  /** The change that waits is given up: the model that is loaded stays. */
  cancelChange(): void {
    this.choose(this.#loadedId)
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
    // Its turn may have come in the moment in which it was given up.
    if (release && !signal.aborted) this.#use(model)
    release?.()
    this.#giveUp([change])
  }

  #use(model: ListedModel): void {
    const { engine } = this.#options
    if (model.id === this.#loadedId) engine.load()
    else engine.use(toLoad(model))
    this.#loadedId = model.id
    this.#tell()
  }

  #tell(): void {
    this.#options.onChange(this.choice)
  }
}

/** An added model goes by the name that the list has for it; of the others the engine knows better. */
export const toLoad = ({ folder, adapter, name, isAdded }: ListedModel): ModelToLoad => ({
  folder,
  adapter,
  ...(isAdded && { name }),
})

const toKnown = ({ folder, adapter: _, ...model }: ListedModel): KnownModel => ({
  ...model,
  isMissing: !existsSync(folder),
})
