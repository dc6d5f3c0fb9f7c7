import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import { openFolder, readOptionalJson } from './folder-file.js'
import { refuseForeignFiles } from './foreign-model.js'

/** `parley.json` of a model folder gives the name to show. Only the model that ships with the app has this file. */
const nameFile = z.object({ name: z.string().min(1), isDemo: z.boolean().default(false) })

export type ModelName = Readonly<z.infer<typeof nameFile>>

export async function readModelName(path: string): Promise<ModelName> {
  // A folder from elsewhere may have any file of this name.
  const json = await readOptionalJson(await openFolder(path), 'parley.json').catch(() => undefined)
  return nameFile.safeParse(json).data ?? { name: folderName(path), isDemo: false }
}

/**
 * Checks a folder that the user just chose: without config.json it is another kind of model, or the wrong folder.
 * Throws `model-unsupported`, `model-missing`.
 */
export async function requireConfig(folder: string): Promise<void> {
  const names = await readdir((await openFolder(folder)).path)
  if (names.includes('config.json')) return
  const foreign = refuseForeignFiles(names)
  if (foreign) throw foreign
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
