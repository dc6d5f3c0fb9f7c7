import { readdir } from 'node:fs/promises'
import type { Plan, PlanTensor } from '../../../native/index.js'
import { readAdapter } from './adapter.js'
import { FolderError, toPrintable } from './folder-error.js'
import { type Folder, openFolder, readJson } from './folder-file.js'
import { refuseForeignFiles, refuseForeignTensors } from './foreign-model.js'
import { isRecord } from './json.js'
import { parseConfig } from './model-config.js'
import { maxTensors, type StoredTensor } from './safetensors.js'
import { readShards } from './shards.js'

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
  const { architecture, config, quantization } = parseConfig(json)
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
  const known = isRecord(json) ? json : {}
  const refusal =
    refuseForeignTensors([...seen], architecture.suggestion(known.num_hidden_layers)) ??
    architecture.refuse?.(known, stored, config.layers)
  if (refusal) throw refusal
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
    `The tensor ${toPrintable(tensor.name)} has the type ${stored}, which no model for MLX has that Parley runs. Choose another version of the model.`,
  )
}

function invalid(reason: FolderError['reason'], message: string): FolderError {
  return new FolderError(reason, `${message} Download the model again.`)
}
