import { readdir } from 'node:fs/promises'
import type { Plan, PlanTensor } from '../../../native/index.js'
import { readAdapter } from './adapter.js'
import { FolderError, toPrintable } from './folder-error.js'
import { type Folder, openFolder, readJson } from './folder-file.js'
import { refuseForeignFiles, refuseForeignTensors } from './foreign-model.js'
import { isRecord } from './json.js'
import { parseConfig, usualSizes } from './model-config.js'
import { maxTensors, type StoredTensor } from './safetensors.js'
import { readShards } from './shards.js'
import { sizesOf } from './stored-sizes.js'

/** A folder whose files can be read. The addon checks the tensors against the config. */
export interface Preflight {
  readonly plan: Plan
  /** Why the index does not fit the weight files: the cause if a tensor is missing, and else a remark. */
  readonly indexFault?: FolderError
  /** Whether there are weight files that the index does not name. */
  readonly hasUnnamed: boolean
}

/**
 * Reads a model folder's config and the headers of its weight files. Checks everything that MLX does not check,
 * before the addon gets any of it. Throws `FolderError`: `model-missing`, `model-incomplete`, `model-invalid` or
 * `model-unsupported`, with a distinct reason for each fault.
 * @param adapterPath the folder of an adapter in mlx-lm's format, checked in the same way
 * @param usesIndex false reads all weight files, as mlx-lm does
 */
export async function preflight(path: string, adapterPath?: string, usesIndex = true): Promise<Preflight> {
  const folder = await openFolder(path)
  const json = await readConfig(folder)
  const { config, quantization } = parseConfig(json)
  const { shards, indexFault, hasUnnamed = false } = await readShards(folder, usesIndex)
  const files: string[] = []
  const stored: (StoredTensor & { readonly file: number })[] = []
  const seen = new Set<string>()
  for (const [file, shard] of shards.entries()) {
    files.push(shard.path)
    for (const tensor of shard.tensors) {
      if (seen.has(tensor.name)) {
        throw invalid('tensor-twice', `The weight files hold the tensor ${toPrintable(tensor.name)} twice.`)
      }
      seen.add(tensor.name)
      stored.push({ ...tensor, file })
    }
  }
  if (seen.size > maxTensors) throw invalid('too-many-tensors', 'The weight files hold too many tensors.')
  const foreign = refuseForeignTensors([...seen], config.layers)
  if (foreign) throw foreign
  expectUsualSizes(json, stored)
  expectBiases(json, config.layers, seen)
  const tensors = stored.map((tensor) => readable(tensor))
  const plan = { files, config, quantization, tensors }
  const rest = indexFault ? { hasUnnamed, indexFault } : { hasUnnamed }
  if (adapterPath === undefined) return { plan, ...rest }
  const { file, tensors: adapterTensors, ...kind } = await readAdapter(adapterPath)
  const adapter = { ...kind, tensors: adapterTensors.map((tensor) => readable({ ...tensor, file: files.length })) }
  return { plan: { ...plan, files: [...files, file], adapter }, ...rest }
}

async function readConfig(folder: Folder): Promise<unknown> {
  return readJson(folder, 'config.json').catch(async (error) => {
    const isMissing = error instanceof FolderError && error.reason === 'file-missing'
    throw (isMissing && refuseForeignFiles(await readdir(folder.path))) || error
  })
}

function readable({ stored, dtype, ...tensor }: StoredTensor & { readonly file: number }): PlanTensor {
  if (dtype) return { ...tensor, dtype }
  throw new FolderError(
    'dtype-unsupported',
    `The tensor ${toPrintable(tensor.name)} has the type ${stored}, which no gpt-oss model for MLX has. Choose another version of the model.`,
  )
}

/** A size that the config leaves out is the usual one. Throws `config-value` if the tensors have another. */
function expectUsualSizes(json: unknown, tensors: readonly StoredTensor[]): void {
  const absent = isRecord(json) ? Object.entries(usualSizes).filter(([key]) => !(key in json)) : []
  if (absent.length === 0) return
  const found = sizesOf(tensors)
  for (const [key, usual] of absent) {
    const size = found[key as keyof typeof usualSizes]
    if (size === undefined || size === usual) continue
    throw invalid('config-value', `The model’s config.json has no “${key}”, and its weights have ${size}.`)
  }
}

/** Throws `type-unsupported` for attention without biases, which no gpt-oss model has. */
function expectBiases(json: unknown, layers: number, names: ReadonlySet<string>): void {
  if (!isRecord(json) || json.attention_bias !== false) return
  for (let layer = 0; layer < layers; layer++) {
    if (names.has(`model.layers.${layer}.self_attn.q_proj.bias`)) return
  }
  throw new FolderError(
    'type-unsupported',
    'The attention of this model has no biases, unlike that of gpt-oss. Choose another version of the model.',
  )
}

function invalid(reason: FolderError['reason'], message: string): FolderError {
  return new FolderError(reason, `${message} Download the model again.`)
}
