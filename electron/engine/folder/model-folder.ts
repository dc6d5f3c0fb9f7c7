import { basename } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import { FolderError } from './folder-error.js'
import { openFolder, readOptionalJson } from './folder-file.js'
import { maxScale, minScale } from './scales.js'

/** `parley.json` of a model folder gives the name to show. Only the model that ships with the app has this file. */
const nameFile = z.object({ name: z.string().min(1), isDemo: z.boolean().default(false) })

const stopFile = z.looseObject({ eos_token_id: z.union([z.int(), z.array(z.int())]).optional() })
const generationFile = stopFile.extend({
  do_sample: z.boolean().optional(),
  temperature: z.union([z.literal(0), z.number().min(minScale).max(maxScale)]).optional(),
  top_p: z.number().min(minScale).max(1).optional(),
})

/** A model's own decoding defaults. */
export interface Generation {
  /** Ids that end a reply. */
  readonly stopTokens: readonly number[]
  readonly temperature: number
  readonly topP: number
}

export type ModelName = Readonly<z.infer<typeof nameFile>>

export async function readModelName(folder: string): Promise<ModelName> {
  const file = await readKeys(folder, 'parley.json', nameFile)
  return file ?? { name: folderName(folder), isDemo: false }
}

/** Checks a folder that the user just chose: without config.json it is probably the wrong one. Throws `model-missing`. */
export async function requireConfig(folder: string): Promise<void> {
  if ((await readOptionalJson(await openFolder(folder), 'config.json')) !== undefined) return
  throw new AppError(
    'model-missing',
    `“${basename(folder)}” is not a model folder: it has no config.json. Choose the folder that contains it.`,
  )
}

/** In the Hugging Face cache a model folder is named by a hash: `models--OWNER--NAME/snapshots/HASH`. */
function folderName(folder: string): string {
  const [cached] = /(?<=\/models--[^/]+--)[^/]+(?=\/snapshots\/[^/]+$)/.exec(folder) ?? []
  return cached ?? basename(folder)
}

/** Reads generation_config.json, and config.json for stop ids if it has none. Absent values are 1, the common default. */
export async function readGeneration(folder: string): Promise<Generation> {
  const file = await readKeys(folder, 'generation_config.json', generationFile)
  const stop = file?.eos_token_id ?? (await readKeys(folder, 'config.json', stopFile))?.eos_token_id ?? []
  return {
    // -1 means no stop id.
    stopTokens: [stop].flat().filter((id) => id >= 0),
    temperature: file?.do_sample === false ? 0 : (file?.temperature ?? 1),
    topP: file?.top_p ?? 1,
  }
}

/** Returns the keys of `schema`, or `undefined` if the file is missing. */
async function readKeys<T>(path: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const json = await readOptionalJson(await openFolder(path), name)
  if (json === undefined) return undefined
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const key = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new FolderError('config-value', `The model’s ${name} has no usable “${key}”. Download the model again.`)
}
