import { basename } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import { FolderError } from './folder-error.js'
import { openFolder, readJsonIfThere } from './folder-file.js'
import { maxScale, minScale } from './scales.js'

/** `parley.json` of a model folder: what the app calls it. Only the model that ships with the app has one. */
const nameFile = z.object({ name: z.string().min(1), isDemo: z.boolean().default(false) })

const stopFile = z.looseObject({ eos_token_id: z.union([z.int(), z.array(z.int())]).optional() })
const generationFile = stopFile.extend({
  do_sample: z.boolean().optional(),
  temperature: z.union([z.literal(0), z.number().min(minScale).max(maxScale)]).optional(),
  top_p: z.number().min(minScale).max(1).optional(),
})

/** How a model wants to be decoded. */
export interface Generation {
  /** The ids that end a reply. */
  readonly stopTokens: readonly number[]
  readonly temperature: number
  readonly topP: number
}

export type ModelName = Readonly<z.infer<typeof nameFile>>

export async function readModelName(folder: string): Promise<ModelName> {
  const file = await readPart(folder, 'parley.json', nameFile)
  return file ?? { name: folderName(folder), isDemo: false }
}

/** Of a folder that was just chosen: most likely it is another one than was meant. Throws `model-missing`. */
export async function requireConfig(folder: string): Promise<void> {
  if ((await readJsonIfThere(await openFolder(folder), 'config.json')) !== undefined) return
  throw new AppError(
    'model-missing',
    `“${basename(folder)}” is no model folder: it has no config.json. Choose the folder that holds it.`,
  )
}

/** In the cache of Hugging Face the folder is called by a hash: `models--OWNER--NAME/snapshots/HASH`. */
function folderName(folder: string): string {
  const [cached] = /(?<=\/models--[^/]+--)[^/]+(?=\/snapshots\/[^/]+$)/.exec(folder) ?? []
  return cached ?? basename(folder)
}

/** What generation_config.json says; config.json may name the stop ids too, and 1 is everyone's default for the rest. */
export async function readGeneration(folder: string): Promise<Generation> {
  const file = await readPart(folder, 'generation_config.json', generationFile)
  const stop = file?.eos_token_id ?? (await readPart(folder, 'config.json', stopFile))?.eos_token_id ?? []
  return {
    // -1 stands for none.
    stopTokens: [stop].flat().filter((id) => id >= 0),
    temperature: file?.do_sample === false ? 0 : (file?.temperature ?? 1),
    topP: file?.top_p ?? 1,
  }
}

/** `undefined` when there is no such file. */
async function readPart<T>(path: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const json = await readJsonIfThere(await openFolder(path), name)
  if (json === undefined) return undefined
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const key = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new FolderError('config-value', `The model’s ${name} has no usable “${key}”. Download the model again.`)
}
