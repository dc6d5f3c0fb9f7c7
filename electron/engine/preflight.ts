import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors.js'
import type { Plan, PlanTensor } from '../../native/index.js'
import { parseConfig } from './model-config.js'
import { readHeader } from './safetensors.js'

const mostJsonBytes = 16 * 1024 * 1024
const singleFile = 'model.safetensors'
const indexFile = 'model.safetensors.index.json'

/** A file of the folder itself: no separators, no dots in front. */
const shardName = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\.safetensors$/)
const indexShape = z.looseObject({ weight_map: z.record(z.string(), shardName) })

/**
 * Reads a model folder's config and the headers of its weight files, and checks all that MLX does not, before the
 * addon sees any of it. Throws `model-missing`, `model-incomplete`, `model-invalid` or `model-unsupported`.
 */
export async function preflight(folder: string): Promise<Plan> {
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) {
    throw new AppError('model-missing', 'The model’s folder is not there. Choose the folder again.')
  }
  const { config, quantization } = parseConfig(await readText(folder, 'config.json'))
  const { names, homes } = await listShards(folder)
  const tensors: PlanTensor[] = []
  const seen = new Set<string>()
  for (const [file, name] of names.entries()) {
    for (const tensor of await readShard(folder, name)) {
      if (seen.has(tensor.name)) {
        throw invalid(`The weight files hold the tensor ${tensor.name.slice(0, 120)} twice.`)
      }
      seen.add(tensor.name)
      tensors.push({ ...tensor, file })
    }
  }
  for (const [tensor, home] of homes) {
    if (!seen.has(tensor)) throw invalid(`The weight file ${home} lacks the tensor ${tensor.slice(0, 120)}.`)
  }
  return { files: names.map((name) => join(folder, name)), config, quantization, tensors }
}

/** The weight files, and in which of them the index says a tensor is. */
async function listShards(folder: string) {
  if (!(await exists(join(folder, indexFile)))) return { names: [singleFile], homes: [] }
  const index = indexShape.safeParse(parseJson(await readText(folder, indexFile), indexFile))
  if (!index.success) throw invalid(`The model’s ${indexFile} names no usable weight files.`)
  const homes = Object.entries(index.data.weight_map)
  const names = [...new Set(homes.map(([, home]) => home))].sort()
  if (names.length === 0) throw invalid(`The model’s ${indexFile} names no weight files.`)
  return { names, homes }
}

async function readShard(folder: string, name: string) {
  let file: FileHandle
  try {
    file = await open(join(folder, name))
  } catch (error) {
    throw unreadable(name, error)
  }
  try {
    if (!(await file.stat()).isFile()) throw invalid(`The weight file ${name} is no file.`)
    return await readHeader(file, name)
  } finally {
    await file.close()
  }
}

async function readText(folder: string, name: string): Promise<string> {
  const path = join(folder, name)
  const found = await stat(path).catch((error) => {
    throw unreadable(name, error)
  })
  if (!found.isFile() || found.size > mostJsonBytes) throw invalid(`The model’s ${name} is no such file.`)
  return readFile(path, 'utf8').catch((error) => {
    throw unreadable(name, error)
  })
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('model-invalid', `The model’s ${name} is no JSON. Download the model again.`, { cause })
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function unreadable(name: string, error: unknown): AppError {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
  const message = isMissing
    ? `The model’s ${name} is missing. Download the model again.`
    : `The model’s ${name} can’t be read. Check that you may open it.`
  return new AppError('model-incomplete', message, { cause: error })
}

function invalid(message: string): AppError {
  return new AppError('model-invalid', `${message} Download the model again.`)
}
