import { readdir } from 'node:fs/promises'
import type { Plan, PlanTensor } from '../../../native/index.js'
import { readAdapter } from './adapter.js'
import { FolderError, printable } from './folder-error.js'
import { type Folder, openFolder, readJson, readJsonIfThere, withFile } from './folder-file.js'
import { isTable } from './json.js'
import { parseConfig } from './model-config.js'
import { maxTensors, readHeader } from './safetensors.js'

const indexFile = 'model.safetensors.index.json'
/** The largest models come in some dozen files. */
const maxFiles = 1024
/** Headers that are read at once. */
const atOnce = 16

/** A file of the folder itself: no separators, no dots in front. */
const shardName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\.safetensors$/

/**
 * Reads a model folder's config and the headers of its weight files, and checks all that MLX does not, before the
 * addon sees any of it. Throws `FolderError`: `model-missing`, `model-incomplete`, `model-invalid` or
 * `model-unsupported`, with a reason of its own for each fault.
 * @param adapterPath a LoRA adapter in mlx-lm's format, checked in the same way
 */
export async function preflight(path: string, adapterPath?: string): Promise<Plan> {
  const folder = await openFolder(path)
  const { config, quantization } = parseConfig(await readJson(folder, 'config.json'))
  const { names, homes } = await listShards(folder)
  const files: string[] = []
  const tensors: PlanTensor[] = []
  const seen = new Set<string>()
  for (const [file, shard] of (await readShards(folder, names)).entries()) {
    files.push(shard.path)
    for (const tensor of shard.tensors) {
      if (seen.has(tensor.name)) {
        throw invalid('tensor-twice', `The weight files hold the tensor ${printable(tensor.name)} twice.`)
      }
      seen.add(tensor.name)
      tensors.push({ ...tensor, file })
    }
  }
  if (seen.size > maxTensors) throw invalid('too-many-tensors', 'The weight files hold too many tensors.')
  for (const [tensor, home] of homes) {
    if (seen.has(tensor)) continue
    throw invalid('index-wrong', `The weight file ${home} lacks the tensor ${printable(tensor)}.`)
  }
  const plan = { files, config, quantization, tensors }
  if (adapterPath === undefined) return plan
  const { file, rank, scale, tensors: adapterTensors } = await readAdapter(adapterPath)
  const adapter = { rank, scale, tensors: adapterTensors.map((tensor) => ({ ...tensor, file: files.length })) }
  return { ...plan, files: [...files, file], adapter }
}

/** The weight files, and in which of them the index says a tensor is. Without an index, by name as mlx-lm finds them. */
async function listShards(folder: Folder): Promise<{ names: readonly string[]; homes: readonly [string, string][] }> {
  const json = await readJsonIfThere(folder, indexFile)
  if (json === undefined) return { names: await findShards(folder), homes: [] }
  const map = isTable(json) ? json.weight_map : undefined
  if (!isTable(map)) throw invalid('index-damaged', `The model’s ${indexFile} has no weight map.`)
  const homes: [string, string][] = []
  const names = new Set<string>()
  for (const [tensor, value] of Object.entries(map)) {
    if (typeof value !== 'string' || !(names.has(value) || shardName.test(value))) {
      throw invalid('path-outside', `The model’s ${indexFile} names “${printable(String(value))}” as a weight file.`)
    }
    names.add(value)
    homes.push([tensor, value])
  }
  if (names.size === 0) throw invalid('index-damaged', `The model’s ${indexFile} names no weight files.`)
  if (names.size > maxFiles) throw tooManyFiles()
  return { names: [...names].sort(), homes }
}

async function findShards(folder: Folder): Promise<readonly string[]> {
  const names = (await readdir(folder.path)).filter((name) => name.startsWith('model') && shardName.test(name)).sort()
  if (names.length > maxFiles) throw tooManyFiles()
  if (names.length > 0) return names
  throw new FolderError(
    'file-missing',
    'The model’s model.safetensors is missing: the folder has no weights that Parley reads. Download the model again.',
  )
}

async function readShards(folder: Folder, names: readonly string[]) {
  const shards: { path: string; tensors: readonly Omit<PlanTensor, 'file'>[] }[] = []
  for (let start = 0; start < names.length; start += atOnce) {
    const some = names
      .slice(start, start + atOnce)
      .map((name) =>
        withFile(folder, name, async (file) => ({ path: file.path, tensors: await readHeader(folder, file) })),
      )
    // All of them end before an error is told, so that no file stays open and the first fault is always the same.
    for (const result of await Promise.allSettled(some)) {
      if (result.status === 'rejected') throw result.reason
      shards.push(result.value)
    }
  }
  return shards
}

function tooManyFiles(): FolderError {
  return invalid('too-many-files', `The model is in more than ${maxFiles} weight files.`)
}

function invalid(reason: FolderError['reason'], message: string): FolderError {
  return new FolderError(reason, `${message} Download the model again.`)
}
