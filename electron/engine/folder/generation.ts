import { z } from 'zod'
import { FolderError, remarkOn } from './folder-error.js'
import { type Folder, openFolder, readOptionalJson } from './folder-file.js'
import { isRecord } from './json.js'
import { maxScale, minScale } from './scales.js'

/** A model's own decoding defaults. */
export interface Generation {
  /** Ids that end a reply. */
  readonly stopTokens: readonly number[]
  readonly temperature: number
  readonly topP: number
}

type FindSpecial = (name: string) => number | undefined | Promise<number | undefined>

const generationFile = 'generation_config.json'

// -1 means no stop id.
const stopIds = z.union([z.int(), z.array(z.int())]).transform((ids) => [ids].flat().filter((id) => id >= 0))

const temperature = z.union([z.literal(0), z.number().min(minScale).max(maxScale)])
const topP = z.number().min(minScale).max(1)

/**
 * Reads generation_config.json. As in mlx-lm, its stop ids replace those of config.json unless there are none, and the
 * tokenizer's own stop token is added. A file or a value that can't be used leaves the defaults, with a remark: each value
 * by itself. An absent or null temperature or top-p is 1, the common default.
 * @param findSpecial returns the id of a special token of tokenizer.json
 */
export async function readGeneration(
  path: string,
  findSpecial: FindSpecial,
): Promise<Generation & { readonly remarks: readonly string[] }> {
  const folder = await openFolder(path)
  const remarks: string[] = []
  const file = await readOptionalJson(folder, generationFile).catch((error: unknown) => {
    if (!(error instanceof FolderError)) throw error
    remarks.push(remarkOn(generationFile, error))
  })
  const values = isRecord(file) ? file : {}
  if (file !== undefined && !isRecord(file)) remarks.push(`Parley works without ${generationFile}. It has no keys.`)
  const read = <T>(key: string, schema: z.ZodType<T>): T | undefined => {
    const parsed = schema.safeParse(values[key])
    if (!parsed.success) remarks.push(`Parley does not use the “${key}” of ${generationFile}: it has no usable value.`)
    return parsed.data
  }
  const own = read('eos_token_id', stopIds.nullish())
  const ids = own && own.length > 0 && values.eos_token_id !== 0 ? own : await stopIdsOfConfig(folder)
  const ofTokenizer = await stopIdOfTokenizer(folder, findSpecial)
  const isGreedy = read('do_sample', z.boolean().nullish()) === false
  return {
    stopTokens: [...new Set([...ids, ...(ofTokenizer === undefined ? [] : [ofTokenizer])])],
    temperature: isGreedy ? 0 : (read('temperature', temperature.nullish()) ?? 1),
    topP: read('top_p', topP.nullish()) ?? 1,
    remarks,
  }
}

async function stopIdsOfConfig(folder: Folder): Promise<readonly number[]> {
  const config = await readOptionalJson(folder, 'config.json')
  return stopIds.safeParse(isRecord(config) ? config.eos_token_id : undefined).data ?? []
}

/** Either file of a tokenizer may name its stop token, and the first one may have its id. */
async function stopIdOfTokenizer(folder: Folder, findSpecial: FindSpecial): Promise<number | undefined> {
  const [config, map] = await Promise.all(
    ['tokenizer_config.json', 'special_tokens_map.json'].map((name) =>
      readOptionalJson(folder, name).catch(() => undefined),
    ),
  )
  const name = contentOf(config, 'eos_token') ?? contentOf(map, 'eos_token')
  if (name === undefined) return undefined
  const names = isRecord(config) && isRecord(config.added_tokens_decoder) ? config.added_tokens_decoder : {}
  const id = Object.keys(names).find((id) => contentOf(names, id) === name)
  return id !== undefined && /^\d{1,9}$/.test(id) ? Number(id) : findSpecial(name)
}

/** A token is stored as its text, or as an object that has it. */
function contentOf(file: unknown, key: string): string | undefined {
  const value = isRecord(file) ? file[key] : undefined
  const content = isRecord(value) ? value.content : value
  return typeof content === 'string' ? content : undefined
}
