import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors.js'

/** `parley.json` of a model folder: what the app calls it. Only the model that ships with the app has one. */
const nameFile = z.object({ name: z.string().min(1), isDemo: z.boolean().default(false) })

const stopFile = z.looseObject({ eos_token_id: z.union([z.int(), z.array(z.int())]).optional() })
const generationFile = stopFile.extend({
  do_sample: z.boolean().optional(),
  temperature: z.number().nonnegative().optional(),
  top_p: z.number().positive().max(1).optional(),
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
  const file = await readJson(folder, 'parley.json', nameFile)
  return file ?? { name: basename(folder), isDemo: false }
}

/** What generation_config.json says; config.json may name the stop ids too, and 1 is everyone's default for the rest. */
export async function readGeneration(folder: string): Promise<Generation> {
  const file = await readJson(folder, 'generation_config.json', generationFile)
  const stop = file?.eos_token_id ?? (await readJson(folder, 'config.json', stopFile))?.eos_token_id ?? []
  return {
    stopTokens: [stop].flat(),
    temperature: file?.do_sample === false ? 0 : (file?.temperature ?? 1),
    topP: file?.top_p ?? 1,
  }
}

/** `undefined` when there is no such file. */
async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string
  try {
    text = await readFile(join(folder, name), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new AppError('model-invalid', `The ${name} of the model can’t be read.`, { cause: error })
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new AppError('model-invalid', `The ${name} of the model is damaged.`, { cause: error })
  }
}
