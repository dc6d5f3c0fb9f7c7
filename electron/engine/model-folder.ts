import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors.js'

/** `parley.json` of a model folder: what the app calls it. Only the model that ships with the app has one. */
const nameFile = z.object({ name: z.string().min(1), isDemo: z.boolean().default(false) })

const ids = z.union([z.int(), z.array(z.int())]).optional()
const stopFile = z.looseObject({ eos_token_id: ids })

export async function readModelName(folder: string): Promise<{ readonly name: string; readonly isDemo: boolean }> {
  const file = await readJson(folder, 'parley.json', nameFile)
  return file ?? { name: basename(folder), isDemo: false }
}

/** The ids that end a reply: generation_config's, else config's. */
export async function readStopTokens(folder: string): Promise<readonly number[]> {
  const generation = await readJson(folder, 'generation_config.json', stopFile)
  const found = generation?.eos_token_id ?? (await readJson(folder, 'config.json', stopFile))?.eos_token_id
  return found === undefined ? [] : [found].flat()
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
