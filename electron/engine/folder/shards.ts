import { readdir } from 'node:fs/promises'
import { FolderError, toPrintable } from './folder-error.js'
import { type Folder, readOptionalJson, withFile } from './folder-file.js'
import { refuseForeignFiles } from './foreign-model.js'
import { isRecord } from './json.js'
import { readHeader, type StoredTensor } from './safetensors.js'

export const indexFile = 'model.safetensors.index.json'
/** The largest models have a few dozen files. */
const maxFiles = 1024
const maxConcurrentReads = 16

/** A file directly in the folder: the name has no separators and no leading dot. */
const shardName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\.safetensors$/

export interface Shard {
  /** Has no symbolic links. */
  readonly path: string
  readonly tensors: readonly StoredTensor[]
}

export interface Shards {
  readonly shards: readonly Shard[]
  /** Why the index does not fit the weight files. It matters only if a tensor is missing: mlx-lm reads no index. */
  readonly indexFault?: FolderError
  /** True if there are weight files that the index does not name, which were not read. */
  readonly hasUnnamed?: boolean
}

/**
 * Reads the headers of the weight files: those that the index names, or all `model*.safetensors` if it does not fit.
 * @param usesIndex false reads all
 */
export async function readShards(folder: Folder, usesIndex: boolean): Promise<Shards> {
  const found = (await readdir(folder.path)).filter((name) => name.startsWith('model') && shardName.test(name)).sort()
  if (!usesIndex) return withFault(await readAll(folder, found), incompleteIndex())
  const index = await readIndex(folder).catch((error: unknown) => {
    if (error instanceof FolderError) return error
    throw error
  })
  if (!index || index instanceof FolderError) return withFault(await readAll(folder, found), index)
  const absent = [...new Set(index.values())].find((name) => !found.includes(name))
  if (absent !== undefined && !(await exists(folder, absent))) {
    return withFault(await readAll(folder, found, absent), missingShard(absent))
  }
  const shards = await readAll(folder, [...new Set(index.values())].sort())
  const stored = new Set(shards.flatMap(({ tensors }) => tensors.map(({ name }) => name)))
  for (const [tensor, shard] of index) {
    if (stored.has(tensor)) continue
    const fault = invalid('index-wrong', `The weight file ${shard} lacks the tensor ${toPrintable(tensor)}.`)
    return withFault(await readAll(folder, found), fault)
  }
  const named = new Set(index.values())
  return { shards, hasUnnamed: found.some((name) => !named.has(name)) }
}

const withFault = (shards: readonly Shard[], indexFault: FolderError | undefined): Shards =>
  indexFault ? { shards, indexFault } : { shards }

/** Returns the weight file of each tensor, or undefined without an index. */
async function readIndex(folder: Folder): Promise<ReadonlyMap<string, string> | undefined> {
  const json = await readOptionalJson(folder, indexFile)
  if (json === undefined) return undefined
  const map = isRecord(json) ? json.weight_map : undefined
  if (!isRecord(map)) throw invalid('index-damaged', `The model’s ${indexFile} has no weight map.`)
  const shardOfTensor = new Map<string, string>()
  const names = new Set<string>()
  for (const [tensor, value] of Object.entries(map)) {
    if (typeof value !== 'string' || !(names.has(value) || shardName.test(value))) {
      throw invalid('path-outside', `The model’s ${indexFile} names “${toPrintable(String(value))}” as a weight file.`)
    }
    names.add(value)
    shardOfTensor.set(tensor, value)
  }
  if (names.size === 0) throw invalid('index-damaged', `The model’s ${indexFile} names no weight files.`)
  if (names.size > maxFiles) throw tooManyFiles()
  return shardOfTensor
}

/** @param absent a weight file that the index names and that is missing */
async function readAll(folder: Folder, names: readonly string[], absent?: string): Promise<readonly Shard[]> {
  if (names.length > maxFiles) throw tooManyFiles()
  if (names.length === 0) {
    if (absent !== undefined) throw missingShard(absent)
    throw refuseForeignFiles(await readdir(folder.path)) ?? noWeights()
  }
  const shards: Shard[] = []
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

/** False only if there is no such file: whatever else is wrong with it is a fault of its own. */
async function exists(folder: Folder, name: string): Promise<boolean> {
  return withFile(folder, name, async () => true).catch(
    (error) => !(error instanceof FolderError && error.reason === 'file-missing'),
  )
}

function missingShard(name: string): FolderError {
  return new FolderError('file-missing', `The model’s ${name} is missing. Download the model again.`)
}

function incompleteIndex(): FolderError {
  return invalid('index-wrong', `The model’s ${indexFile} does not name all weight files.`)
}

function noWeights(): FolderError {
  return new FolderError(
    'file-missing',
    'The model’s model.safetensors is missing: the folder has no weights that Parley can read. Download the model again.',
  )
}

function tooManyFiles(): FolderError {
  return invalid('too-many-files', `The model is in more than ${maxFiles} weight files.`)
}

function invalid(reason: FolderError['reason'], message: string): FolderError {
  return new FolderError(reason, `${message} Download the model again.`)
}
