import { AppError } from '../../../contract/errors.js'
import type { RepositoryFile } from './repository.js'

export const configFile = 'config.json'
export const indexFile = 'model.safetensors.index.json'

/** Beside the weights; only the first one is needed by every model. */
const neededNames = new Set([
  configFile,
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'chat_template.jinja',
  'chat_template.json',
])
const papers = /^(README|LICEN[CS]E|NOTICE|USAGE_POLICY)([._-][\w.-]*)?$/i

const weightName = /^model[\w.-]*\.safetensors$/
const shardName = /^model-(\d+)-of-(\d+)\.safetensors$/

/**
 * Refuses a repository before anything else of it is fetched: names that leave the folder, no config.json, no weights.
 * Throws `hub-refused`, `not-a-model`.
 */
export function checkFiles(repository: string, files: readonly RepositoryFile[]): void {
  const unsafe = files.find(({ name }) => !isSafeName(name))
  if (unsafe) throw unsafeName(repository, unsafe.name)
  const names = new Set(files.map(({ name }) => name))
  if (!names.has(configFile))
    throw notModel(repository, `it has no ${configFile}. Choose a repository of a model in MLX’s format.`)
  if (!files.some(({ name }) => weightName.test(name)))
    throw notModel(repository, 'it has no weights in safetensors. Choose a repository of a model in MLX’s format.')
}

/** A path that stays inside a folder on every system. */
export function isSafeName(name: string): boolean {
  if (/[\\\p{Cc}]/u.test(name) || name.length > 1_000) return false
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.length <= 255)
}

/**
 * The files that a model needs.
 * @param index the content of the index of weights, if there is one
 * @throws `not-a-model` when weights are missing, `hub-refused` for a name that leaves the folder
 */
export function chooseFiles(
  repository: string,
  files: readonly RepositoryFile[],
  index: unknown,
): readonly RepositoryFile[] {
  const weights = chooseWeights(repository, files, index)
  const isNeeded = ({ name }: RepositoryFile) =>
    neededNames.has(name) || papers.test(name) || weights.names.has(name) || (weights.usesIndex && name === indexFile)
  const chosen = files.filter(isNeeded)
  const seen = new Map<string, string>()
  for (const { name } of chosen) {
    const other = seen.get(name.toLowerCase())
    // One file on the usual disks of a Mac.
    if (other !== undefined)
      throw new AppError(
        'hub-refused',
        `${repository} has two files whose names differ only in case: ${other} and ${name}.`,
      )
    seen.set(name.toLowerCase(), name)
  }
  return chosen
}

function chooseWeights(repository: string, files: readonly RepositoryFile[], index: unknown) {
  const present = new Set(files.map(({ name }) => name).filter((name) => weightName.test(name)))
  const named = index === undefined ? undefined : namesOf(repository, index)
  if (named !== undefined && [...named].every((name) => present.has(name))) return { names: named, usesIndex: true }
  // Some repositories keep the index of a former packing beside whole weights.
  const whole = wholeWeights(present)
  if (whole) return { names: whole, usesIndex: false }
  const absent = named === undefined ? absentShard(present) : [...named].find((name) => !present.has(name))
  throw notModel(repository, `a file of its weights is missing there (${absent ?? 'model.safetensors'}).`)
}

/** The weight files that an index names. */
function namesOf(repository: string, index: unknown): ReadonlySet<string> | undefined {
  const map: unknown = Object(index).weight_map
  if (typeof map !== 'object' || map === null) return undefined
  const names = new Set<string>()
  for (const name of Object.values(map)) {
    if (typeof name !== 'string') return undefined
    if (!isSafeName(name)) throw unsafeName(repository, name)
    names.add(name)
  }
  return names.size > 0 ? names : undefined
}

/** Weights that are complete by their names: one file, or all numbers of a set. */
function wholeWeights(present: ReadonlySet<string>): ReadonlySet<string> | undefined {
  if (present.has('model.safetensors')) return new Set(['model.safetensors'])
  for (const [total, shards] of setsOf(present)) {
    if (shards.size === total) return new Set(shards.values())
  }
  return [...present].some((name) => shardName.test(name)) || present.size === 0 ? undefined : present
}

/** The shards of each set by their number, by how many the set has. */
function setsOf(present: ReadonlySet<string>): ReadonlyMap<number, ReadonlyMap<number, string>> {
  const sets = new Map<number, Map<number, string>>()
  for (const name of present) {
    const [, number, total] = shardName.exec(name) ?? []
    if (number === undefined || Number(number) < 1 || Number(number) > Number(total)) continue
    const shards = sets.get(Number(total)) ?? new Map<number, string>()
    sets.set(Number(total), shards.set(Number(number), name))
  }
  return sets
}

function absentShard(present: ReadonlySet<string>): string | undefined {
  for (const [total, shards] of setsOf(present)) {
    for (let number = 1; number <= total; number++) {
      const digits = (value: number) => String(value).padStart(5, '0')
      if (!shards.has(number)) return `model-${digits(number)}-of-${digits(total)}.safetensors`
    }
  }
  return undefined
}

const notModel = (repository: string, reason: string) =>
  new AppError('not-a-model', `${repository} is no model that Parley can use: ${reason}`)

const unsafeName = (repository: string, name: string) =>
  new AppError(
    'hub-refused',
    `${repository} has a file whose name leaves its folder (${JSON.stringify(name.slice(0, 100))}). Nothing of it was fetched.`,
  )
