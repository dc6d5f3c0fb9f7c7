import { createHash, randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { type Effort, effortLabels, type InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { type KnownModel, type Model, type ModelOrigin, modelOrigins } from '../../../contract/models.js'
import { isObject, readTolerant } from '../files/read-tolerant.js'
import { openStoredFile } from '../files/stored-file.js'
import { writeWhole } from '../files/write-whole.js'
import type { GivenModels } from '../paths.js'
import type { FoundModel } from './found/found-models.js'

/** A model of the list and its folder. */
export interface ListedModel extends Omit<KnownModel, 'isMissing'> {
  readonly folder: string
  readonly adapter?: string
}

const maxModels = 200
const demoId = 'demo'

const origin = z.enum(Object.keys(modelOrigins) as [ModelOrigin, ...ModelOrigin[]])

const effort = z.enum(Object.keys(effortLabels) as [Effort, ...Effort[]])

const addedSchema = z.object({
  /** Only of a model that was moved: else its id follows from the folder. */
  id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  name: z.string().min(1).max(500),
  folder: z.string().min(1).max(4_096),
  /** The folder of a LoRA adapter that changes the model. */
  adapter: z.string().min(1).max(4_096).optional(),
  weightBytes: z.number().int().nonnegative().optional(),
  efforts: z.array(effort).optional(),
  /** A copy of the demonstration model. */
  isDemo: z.boolean().optional(),
  /** It was found in a folder of another app, and chosen. */
  origin: origin.optional(),
})

const fileSchema = z.object({ chosenId: z.string().max(64), added: z.array(addedSchema) })

type Content = z.infer<typeof fileSchema>

/** The known models in one JSON file, which is always written whole. */
export class ModelList {
  /** A sentence for the user when the file could not be read. */
  readonly notice: string | undefined
  readonly #file: string
  /** The file as it was read: keys and models that this version does not understand are written back. */
  readonly #found: Readonly<Record<string, unknown>>
  #content: Content
  /** The efforts of models that were loaded since the app started, by id: a file may be older than this key. */
  readonly #efforts = new Map<string, readonly Effort[]>()
  /** The models that are not stored in the file. */
  #unsaved: readonly ListedModel[]
  /** The models in folders of other apps, as they were last found; without those that are stored. */
  #foundElsewhere: readonly ListedModel[] = []
  #chosenId: string
  /** Models that were removed since the app started, by id, with their index in the list. */
  readonly #removed = new Map<string, { readonly model: Content['added'][number]; readonly index: number }>()

  constructor(dataFolder: string, { demo, given, adapter }: GivenModels) {
    this.#file = join(dataFolder, 'models.json')
    const own = adapter === undefined ? {} : { adapter }
    const name = 'Parley Demo (tiny)'
    const shipped = { id: demoId, name, folder: demo, isDemo: true, isAdded: false }
    this.#unsaved =
      given === undefined
        ? [{ ...shipped, ...own }]
        : [
            { id: idOf(given, adapter), name: nameOf(given), folder: given, isDemo: false, isAdded: false, ...own },
            shipped,
          ]
    const { content, asideName } = openStoredFile(this.#file)
    this.#found = content
    this.#content = readContent(content)
    if (asideName !== undefined)
      this.notice = `The list of your models could not be read. The models themselves are safe: add their folders again. The old file is kept as ${asideName}.`
    const { chosenId } = this.#content
    const isKnown = this.all.some(({ id }) => id === chosenId)
    this.#chosenId = given === undefined ? (isKnown ? chosenId : demoId) : idOf(given, adapter)
  }

  /** Added models first, in the order of adding; then those of other apps; the demonstration model last. */
  get all(): readonly ListedModel[] {
    const added = this.#content.added.map((model) => ({
      isDemo: false,
      ...model,
      id: idOfAdded(model),
      isAdded: true,
    }))
    const known = new Set(added.map(({ id }) => id))
    return [...added, ...[...this.#foundElsewhere, ...this.#unsaved].filter(({ id }) => !known.has(id))].map(
      (model) => {
        const efforts = this.#efforts.get(model.id)
        return efforts ? { ...model, efforts } : model
      },
    )
  }

  get chosen(): ListedModel {
    return this.get(this.#chosenId)
  }

  /** Throws `not-found`. */
  get(id: string): ListedModel {
    const model = this.all.find((known) => known.id === id)
    if (!model) throw new AppError('not-found', 'This model is no longer in the list. Add its folder again.')
    return model
  }

  /** Whether it is known at the next start too, unlike `PARLEY_MODEL`, which is chosen for this start only. */
  isStored(id: string): boolean {
    return id === demoId || this.get(id).isAdded
  }

  /** Sets the models in folders of other apps. One that is stored as chosen stays in the list when it is gone. */
  setFound(found: readonly FoundModel[]): void {
    this.#foundElsewhere = []
    for (const { name, isDemo, folder, weightBytes, efforts, origin, fault } of found) {
      const id = idOf(folder)
      if (this.all.some((model) => model.id === id)) continue
      const model = { id, name: this.#uniqueName(name, folder, modelOrigins[origin]), folder, isDemo, isAdded: false }
      const facts = fault === undefined ? { weightBytes, efforts } : { fault }
      this.#foundElsewhere = [...this.#foundElsewhere, { ...model, ...facts, origin }]
    }
  }

  /** A model of another app is stored, so that it is known before it is found again. Throws `not-found`, `disk-full`. */
  choose(id: string): void {
    const { name, folder, weightBytes, efforts, isDemo, origin } = this.get(id)
    if (origin && !this.get(id).isAdded) {
      const facts = { weightBytes, ...(efforts && { efforts: [...efforts] }), ...(isDemo && { isDemo }) }
      this.#insert({ name, folder, ...facts, origin }, this.#content.added.length)
    }
    if (this.isStored(id)) this.#save({ ...this.#content, chosenId: id })
    this.#chosenId = id
  }

  /** Returns a folder that was already added unchanged. Throws `refused`, `disk-full`. */
  add(folder: string, { name, isDemo, weightBytes, efforts }: Omit<InspectedModel, 'remarks'>): ListedModel {
    const isSame = (model: ListedModel) => model.folder === folder && model.adapter === undefined
    const known = this.all.find(isSame)
    if (known?.isAdded) return known
    const facts = { folder, weightBytes, efforts: [...efforts], ...(isDemo && { isDemo }) }
    // A model that was in this folder once, and was moved, keeps that id.
    const isTaken = this.all.some((model) => model.id === idOf(folder) && !isSame(model))
    const id = isTaken ? idOf(folder, randomUUID()) : idOf(folder)
    const model = { ...(isTaken && { id }), name: this.#uniqueName(name, folder), ...facts }
    this.#insert(model, this.#content.added.length)
    return this.get(id)
  }

  /**
   * Adds a model with a LoRA adapter as a model of its own, so that each conversation can choose it. Throws `not-found`,
   * `disk-full`, and `refused` when the list is full.
   */
  addAdapter(
    baseId: string,
    adapter: string,
    { isDemo, weightBytes, efforts }: Omit<InspectedModel, 'remarks'>,
  ): ListedModel {
    const base = this.get(baseId)
    const id = idOf(base.folder, adapter)
    if (this.all.some((model) => model.id === id && model.isAdded)) return this.get(id)
    const facts = { folder: base.folder, adapter, weightBytes, efforts: [...efforts], ...(isDemo && { isDemo }) }
    const name = this.#uniqueName(`${base.name} with ${nameOf(adapter)}`, adapter)
    const place = this.#content.added.findIndex(({ folder }) => folder === base.folder)
    this.#insert({ name, ...facts }, place < 0 ? this.#content.added.length : place + 1)
    return this.get(id)
  }

  /** Throws `not-found`, `disk-full`, and `refused` for a model that the user did not add. */
  remove(id: string): void {
    if (!this.get(id).isAdded) throw new AppError('refused', 'Only models that you added can be removed.')
    const { added } = this.#content
    const index = added.findIndex((model) => idOfAdded(model) === id)
    this.#save({ ...this.#content, added: added.toSpliced(index, 1) })
    const [model] = added.slice(index)
    if (model) this.#removed.set(id, { model, index })
  }

  /** A folder was moved: its models, with and without adapters, keep their ids. Throws `disk-full`. */
  relocate(from: string, to: string): void {
    const added = this.#content.added.map((model) =>
      model.folder === from ? { ...model, id: idOfAdded(model), folder: to } : model,
    )
    this.#save({ ...this.#content, added })
  }

  /** Restores a removed model to its index, unless it was added again. Throws `not-found`, `refused`, `disk-full`. */
  restore(id: string): void {
    if (this.all.some((model) => model.id === id && model.isAdded)) return
    const removed = this.#removed.get(id)
    if (!removed) throw new AppError('not-found', 'This model is no longer known. Add its folder again.')
    const { model, index } = removed
    this.#insert({ ...model, name: this.#uniqueName(model.name, model.folder) }, index)
  }

  /** Sets the size of a model that was not loaded yet. */
  measure(id: string, weightBytes: number): void {
    this.#unsaved = this.#unsaved.map((model) => (model.id === id ? { weightBytes, ...model } : model))
  }

  /** Sets the facts from the engine; all but the efforts only for a model that is not stored in the file. */
  learn(id: string, { name, isDemo, weightBytes, efforts }: Model): void {
    this.#efforts.set(id, efforts)
    this.#unsaved = this.#unsaved.map((model) => (model.id === id ? { ...model, name, isDemo, weightBytes } : model))
  }

  #insert(model: Content['added'][number], index: number): void {
    const { added } = this.#content
    if (added.length >= maxModels) {
      throw new AppError('refused', `Parley keeps at most ${maxModels} models in its list. Remove one first.`)
    }
    this.#save({ ...this.#content, added: added.toSpliced(index, 0, model) })
  }

  /** Makes a name unique, so that a reply's statistics identify its model. */
  #uniqueName(name: string, folder: string, place?: string): string {
    const isFree = (wanted: string) => this.all.every((model) => model.name !== wanted)
    const shown = shortened(name) || nameOf(folder)
    if (isFree(shown)) return shown
    const own = nameOf(folder)
    // A copy of the demonstration model has its name from a file, so that the folder's own name tells them apart.
    const within = `${shown} (${place ?? shortened(own === shown ? nameOf(dirname(folder)) : own)})`
    let wanted = within
    for (let number = 2; !isFree(wanted); number++) wanted = `${within} ${number}`
    return wanted
  }

  #save(content: Content): void {
    // The schema that reads the file also checks what is written.
    const known = fileSchema.parse(content)
    const added = withFound(known.added, this.#found.added)
    writeWhole(this.#file, JSON.stringify({ ...this.#found, ...known, added }, null, 2))
    this.#content = content
  }
}

/** The models with what a later version stored beside the known keys; after them those without a folder. */
function withFound(models: Content['added'], found: unknown): readonly unknown[] {
  const items = Array.isArray(found) ? (found as readonly unknown[]).filter(isObject) : []
  const keyOf = ({ folder, adapter }: Readonly<Record<string, unknown>>) => JSON.stringify([folder, adapter])
  const byKey = new Map(items.map((item) => [keyOf(item), item]))
  const unknown = items.filter((item) => readTolerant(addedSchema, item, { name: '' }) === undefined)
  return [...models.map((model) => ({ ...byKey.get(keyOf(model)), ...model })), ...unknown]
}

/** Leaves out a model without a folder: there is nothing to load. */
function readContent(stored: Readonly<Record<string, unknown>>): Content {
  const items = Array.isArray(stored.added) ? stored.added : []
  const added = items.flatMap((item) => {
    const model = readTolerant(addedSchema, item, { name: '' })
    return model ? [{ ...model, name: model.name || shortened(nameOf(model.folder)) }] : []
  })
  return { chosenId: readTolerant(fileSchema, stored, { chosenId: demoId, added }).chosenId, added }
}

/** Depends only on the folder and the adapter, so that a model that was removed and added again keeps its id. */
const idOf = (folder: string, adapter?: string) =>
  createHash('sha256')
    .update(JSON.stringify([folder, adapter]))
    .digest('hex')
    .slice(0, 32)

const idOfAdded = ({ id, folder, adapter }: Pick<Content['added'][number], 'id' | 'folder' | 'adapter'>) =>
  id ?? idOf(folder, adapter)

const nameOf = (folder: string) => basename(folder) || folder

const shortened = (name: string) => [...name].slice(0, 100).join('')
