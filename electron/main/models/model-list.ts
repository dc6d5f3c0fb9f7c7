import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { KnownModel, Model } from '../../../contract/models.js'
import { writeWhole } from '../write-whole.js'

/** A model and where it lies. */
export interface ListedModel extends Omit<KnownModel, 'isMissing'> {
  readonly folder: string
  readonly adapter?: string
}

/** The models that are there without the user's doing. */
export interface GivenModels {
  /** The folder of the demonstration model that ships with the app. */
  readonly demo: string
  /** `PARLEY_MODEL`: chosen whenever Parley starts. */
  readonly given?: string
  /** `PARLEY_ADAPTER`: of the given model, else of the demonstration model. */
  readonly adapter?: string
}

const mostModels = 200

const fileSchema = z.strictObject({
  chosenId: z.string().max(64),
  added: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[\w-]{1,64}$/),
        name: z.string().min(1).max(500),
        folder: z.string().min(1).max(4_096),
        weightBytes: z.number().int().nonnegative(),
      }),
    )
    .max(mostModels),
})

type Content = z.infer<typeof fileSchema>

/** The known models in one file, written whole. A damaged file is put aside, never written over. */
export class ModelList {
  /** A sentence for the user when the file could not be read. */
  readonly notice: string | undefined
  readonly #file: string
  #content: Content = { chosenId: 'demo', added: [] }
  /** The models that are in no file. */
  #present: readonly ListedModel[]
  #chosenId: string

  constructor(dataFolder: string, { demo, given, adapter }: GivenModels) {
    this.#file = join(dataFolder, 'models.json')
    const common = { isAdded: false, ...(adapter !== undefined && { adapter }) }
    this.#present = [
      ...(given === undefined ? [] : [{ ...common, id: 'given', name: basename(given), folder: given, isDemo: false }]),
      {
        ...(given === undefined ? common : { isAdded: false }),
        id: 'demo',
        name: 'Parley Demo (tiny)',
        folder: demo,
        isDemo: true,
      },
    ]
    try {
      if (existsSync(this.#file)) this.#content = fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch (error) {
      console.error('The list of models could not be read:', error)
      renameSync(this.#file, join(dataFolder, 'models.damaged.json'))
      this.notice =
        'The list of your models could not be read. The models are where they were: add their folders again. The file is kept as models.damaged.json.'
    }
    const { chosenId } = this.#content
    const isKnown = this.all.some(({ id }) => id === chosenId)
    this.#chosenId = given === undefined ? (isKnown ? chosenId : 'demo') : 'given'
  }

  /** Added ones first, oldest first; the demonstration model last. */
  get all(): readonly ListedModel[] {
    const added = this.#content.added.map((model) => ({ ...model, isDemo: false, isAdded: true }))
    return [...added, ...this.#present]
  }

  get chosen(): ListedModel {
    return this.get(this.#chosenId)
  }

  /** Throws `not-found`. */
  get(id: string): ListedModel {
    const model = this.all.find((known) => known.id === id)
    if (!model) throw new AppError('not-found', 'This model is not in the list any more. Add its folder again.')
    return model
  }

  /** Throws `not-found`, `disk-full`. */
  choose(id: string): void {
    const { id: chosenId } = this.get(id)
    // The given model is chosen by how Parley is started, and says nothing about other starts.
    if (chosenId !== 'given') this.#save({ ...this.#content, chosenId })
    this.#chosenId = chosenId
  }

  /** A folder that is known already stays as it is. Throws `refused`, `disk-full`. */
  add(folder: string, { name, weightBytes }: InspectedModel): ListedModel {
    const known = this.all.find((model) => model.folder === folder)
    if (known) return known
    const { added } = this.#content
    if (added.length >= mostModels) {
      throw new AppError('refused', `Parley keeps at most ${mostModels} models in its list. Remove one first.`)
    }
    const id = randomUUID()
    this.#save({ ...this.#content, added: [...added, { id, name: this.#ownName(name, folder), folder, weightBytes }] })
    return this.get(id)
  }

  /** Throws `not-found`, `disk-full`, and `refused` for a model that the user did not add. */
  remove(id: string): void {
    if (!this.get(id).isAdded) throw new AppError('refused', 'Only models that you added can be removed.')
    this.#save({ ...this.#content, added: this.#content.added.filter((model) => model.id !== id) })
  }

  /** What the engine found where no file of ours says it. */
  learn(id: string, { name, isDemo, weightBytes }: Model): void {
    this.#present = this.#present.map((model) => (model.id === id ? { ...model, name, isDemo, weightBytes } : model))
  }

  /** Two models of one name could not be told apart in a reply's statistics. */
  #ownName(name: string, folder: string): string {
    const isFree = (wanted: string) => this.all.every((model) => model.name !== wanted)
    const shown = name.slice(0, 200)
    if (isFree(shown)) return shown
    const within = `${shown} (${basename(dirname(folder)).slice(0, 200)})`
    let wanted = within
    for (let number = 2; !isFree(wanted); number++) wanted = `${within} ${number}`
    return wanted
  }

  #save(content: Content): void {
    writeWhole(this.#file, JSON.stringify(content, null, 2))
    this.#content = content
  }
}
