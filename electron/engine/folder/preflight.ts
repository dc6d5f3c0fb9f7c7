import { readdir } from 'node:fs/promises'
import type { Plan, PlanTensor } from '../../../native/index.js'
import { readAdapter } from './adapter.js'
import { FolderError, toPrintable } from './folder-error.js'
import { type Folder, openFolder, readJson, readOptionalJson, withFile } from './folder-file.js'
import { isRecord } from './json.js'
import { parseConfig } from './model-config.js'
import { maxTensors, readHeader } from './safetensors.js'

const indexFile = 'model.safetensors.index.json'
/** The largest models have a few dozen files. */
const maxFiles = 1024
const maxConcurrentReads = 16

/** A file directly in the folder: the name has no separators and no leading dot. */
const shardName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\.safetensors$/

/**
 * Reads a model folder's config and the headers of its weight files. Checks everything that MLX does not check,
 * before the addon gets any of it. Throws `FolderError`: `model-missing`, `model-incomplete`, `model-invalid` or
 * `model-unsupported`, with a distinct reason for each fault.
 * @param adapterPath the folder of a LoRA adapter in mlx-lm's format, checked in the same way
 */
export async function preflight(path: string, adapterPath?: string): Promise<Plan> {
  const folder = await openFolder(path)
  const { config, quantization } = parseConfig(await readJson(folder, 'config.json'))
  const { names, shardOfTensor } = await listShards(folder)
  const files: string[] = []
  const tensors: PlanTensor[] = []
  const seen = new Set<string>()
  for (const [file, shard] of (await readShards(folder, names)).entries()) {
    files.push(shard.path)
    for (const tensor of shard.tensors) {
      if (seen.has(tensor.name)) {
        throw invalid('tensor-twice', `The weight files hold the tensor ${toPrintable(tensor.name)} twice.`)
      }
      seen.add(tensor.name)
      tensors.push({ ...tensor, file })
    }
  }
  if (seen.size > maxTensors) throw invalid('too-many-tensors', 'The weight files hold too many tensors.')
  for (const [tensor, shard] of shardOfTensor) {
    if (seen.has(tensor)) continue
    throw invalid('index-wrong', `The weight file ${shard} lacks the tensor ${toPrintable(tensor)}.`)
  }
  const plan = { files, config, quantization, tensors }
  if (adapterPath === undefined) return plan
  const { file, rank, scale, tensors: adapterTensors } = await readAdapter(adapterPath)
  const adapter = { rank, scale, tensors: adapterTensors.map((tensor) => ({ ...tensor, file: files.length })) }
  return { ...plan, files: [...files, file], adapter }
}

interface ShardList {
  readonly names: readonly string[]
  /** Pairs of a tensor and the weight file that the index gives for it. */
  readonly shardOfTensor: readonly [string, string][]
}

/** Lists the weight files from the index, or without an index by name, as mlx-lm does. */
async function listShards(folder: Folder): Promise<ShardList> {
  const json = await readOptionalJson(folder, indexFile)
  if (json === undefined) return { names: await findShards(folder), shardOfTensor: [] }
  const map = isRecord(json) ? json.weight_map : undefined
  if (!isRecord(map)) throw invalid('index-damaged', `The model’s ${indexFile} has no weight map.`)
  const shardOfTensor: [string, string][] = []
  const names = new Set<string>()
  for (const [tensor, value] of Object.entries(map)) {
    if (typeof value !== 'string' || !(names.has(value) || shardName.test(value))) {
      throw invalid('path-outside', `The model’s ${indexFile} names “${toPrintable(String(value))}” as a weight file.`)
    }
    names.add(value)
    shardOfTensor.push([tensor, value])
  }
  if (names.size === 0) throw invalid('index-damaged', `The model’s ${indexFile} names no weight files.`)
  if (names.size > maxFiles) throw tooManyFiles()
  return { names: [...names].sort(), shardOfTensor }
}

async function findShards(folder: Folder): Promise<readonly string[]> {
  const names = (await readdir(folder.path)).filter((name) => name.startsWith('model') && shardName.test(name)).sort()
  if (names.length > maxFiles) throw tooManyFiles()
  if (names.length > 0) return names
  throw new FolderError(
    'file-missing',
    'The model’s model.safetensors is missing: the folder has no weights that Parley can read. Download the model again.',
  )
}

async function readShards(folder: Folder, names: readonly string[]) {
  const shards: { path: string; tensors: readonly Omit<PlanTensor, 'file'>[] }[] = []
  for (let start = 0; start < names.length; start += maxConcurrentReads) {
    const reads = names
      .slice(start, start + maxConcurrentReads)
      .map((name) =>
        withFile(folder, name, async (file) => ({ path: file.path, tensors: await readHeader(folder, file) })),
      )
    // Waits for all reads before it throws, so that no file stays open and the reported fault is always the same.
    for (const result of await Promise.allSettled(reads)) {
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
