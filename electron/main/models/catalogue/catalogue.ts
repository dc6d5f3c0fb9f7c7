import { z } from 'zod'
import type { ConfigSizes } from '../../../../contract/engine.js'
import type { ModelSizes } from '../../../memory/forecast.js'
import file from './catalogue.json' with { type: 'json' }

/** Where a figure comes from: computed from the published shapes, or read in a published file. */
const figure = z.strictObject({ value: z.int().positive(), source: z.enum(['computed', 'verified']) })
const count = z.int().positive()

const shape = z.strictObject({
  layers: count,
  hiddenSize: count,
  intermediateSize: count,
  heads: count,
  kvHeads: count,
  headDim: count,
  vocabSize: count,
  experts: count.optional(),
  expertsPerToken: z.int().nonnegative().default(0),
  slidingWindow: z.int().nonnegative().default(0),
  slidingLayers: z.int().nonnegative().default(0),
  /** Whether the head is a matrix of its own, and not the embedding. */
  hasOwnHead: z.boolean().default(false),
  hasQkNorms: z.boolean().default(false),
})

const model = z.strictObject({
  id: z.string().regex(/^[a-z0-9.-]+$/),
  name: z.string().min(1),
  goodAt: z.string().endsWith('.'),
  /** Name on the Hugging Face hub. The commit is resolved when a download starts. */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  /** `page`: its page or list of files was seen. `name`: others name it, so it may be gone or renamed. */
  repositorySource: z.enum(['page', 'name']),
  /** Of the weights, experts of gpt-oss excepted: these have 4 in MXFP4. */
  bits: z.literal([4, 8]),
  weightBytes: figure,
  contextLength: figure,
  licence: z.strictObject({ name: z.string().min(1), address: z.url(), source: z.literal('verified') }),
  /** A variant, or a model for another purpose than conversations: never suggested. */
  isSpecial: z.boolean().default(false),
  /** The least memory of a Mac that loads it with ease: while it loads, its files are in memory beside the weights. */
  minMemoryBytes: count.optional(),
  shape: z.string(),
})

const schema = z.strictObject({ models: z.array(model), shapes: z.record(z.string(), shape) })

type Shape = z.infer<typeof shape>
export interface CatalogueEntry extends Omit<z.infer<typeof model>, 'shape'> {
  readonly shape: Shape
}

let entries: readonly CatalogueEntry[] | undefined

/** Returns the models that Parley offers to download: those for conversations first, the best of them first. */
export function catalogue(): readonly CatalogueEntry[] {
  entries ??= readCatalogue()
  return entries
}

function readCatalogue(): readonly CatalogueEntry[] {
  const { models, shapes } = schema.parse(file)
  return models.map((model) => {
    const own = shapes[model.shape]
    if (!own) throw new Error(`The catalogue has no shape ${model.shape}.`)
    return { ...model, shape: own }
  })
}

export const sizesOf = ({ shape, weightBytes, contextLength }: CatalogueEntry): ModelSizes =>
  onMetal({ ...shape, contextLength: contextLength.value }, weightBytes.value)

/** Returns the sizes of a model as Metal runs it: its weights stay packed, and it computes in bfloat16. */
export const onMetal = (sizes: ConfigSizes, weightBytes: number): ModelSizes => ({
  ...sizes,
  residentBytes: weightBytes,
  loadingBytes: 0,
  elementBytes: 2,
  weights: 'packed',
  device: 'GPU',
})
