import type { Dirent } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelOrigin } from '../../../../contract/models.js'
import type { Place } from './places.js'

/** A folder of another app that may hold a model for Parley. */
export interface Candidate {
  readonly origin: ModelOrigin
  /** The model's name in that app, without its owner. */
  readonly name: string
  /** Folders with versions of this model, the preferred one first; without symbolic links. */
  readonly folders: readonly string[]
  /** Changes when a file of the folders comes, goes or changes. */
  readonly signature: string
}

/** More models than anyone has; a folder that holds more is something else. */
const maxModels = 500
const maxSnapshots = 8
const maxFiles = 2_000

/** Files that an app is still downloading. */
const unfinished = /^downloading_|\.(?:part|incomplete|download|tmp)$/

/** Lists the folders that have a config.json, and weights or a part of them. Reads no other file. */
export async function candidatesIn({ origin, folder }: Place): Promise<readonly Candidate[]> {
  const root = await realpath(folder).catch(() => undefined)
  if (root === undefined) return []
  const models = origin === 'hugging-face' ? await cachedRepositories(root) : await publishersModels(root)
  const candidates: Candidate[] = []
  for (const { name, folders, hasUnfinished } of models.slice(0, maxModels)) {
    const listings = await Promise.all(folders.map(listFiles))
    const whole = folders.filter((_, index) => isModel(listings[index] ?? [], hasUnfinished))
    if (whole.length > 0) candidates.push({ origin, name, folders: whole, signature: JSON.stringify(listings) })
  }
  return candidates
}

interface ModelFolders {
  readonly name: string
  readonly folders: readonly string[]
  /** The app is downloading a file of it, elsewhere than in the folders. */
  readonly hasUnfinished: boolean
}

/** Hugging Face: `models--OWNER--NAME/snapshots/COMMIT`; the commit of `refs/main` comes first, then the newest. */
async function cachedRepositories(root: string): Promise<readonly ModelFolders[]> {
  const names = (await namesIn(root)).filter((name) => /^models--.+--.+/.test(name))
  return Promise.all(
    names.map(async (repository) => {
      const snapshots = join(root, repository, 'snapshots')
      const main = (await readFile(join(root, repository, 'refs', 'main'), 'utf8').catch(() => '')).trim()
      const commits = await byAge(snapshots)
      const ordered = commits.includes(main) ? [main, ...commits.filter((commit) => commit !== main)] : commits
      const blobs = await namesIn(join(root, repository, 'blobs'))
      return {
        name: repository.split('--').slice(2).join('--'),
        folders: ordered.slice(0, maxSnapshots).map((commit) => join(snapshots, commit)),
        hasUnfinished: blobs.some((blob) => unfinished.test(blob)),
      }
    }),
  )
}

/** LM Studio: `PUBLISHER/MODEL`. */
async function publishersModels(root: string): Promise<readonly ModelFolders[]> {
  const publishers = await foldersIn(root)
  const models = await Promise.all(
    publishers.map(async (publisher) =>
      (await foldersIn(join(root, publisher))).map((name) => ({
        name,
        folders: [join(root, publisher, name)],
        hasUnfinished: false,
      })),
    ),
  )
  return models.flat()
}

/** Name, size and time of each file; a link whose file is not there has none. */
type Listing = readonly (readonly [name: string, bytes?: number, changedMs?: number])[]

async function listFiles(folder: string): Promise<Listing> {
  const names = (await namesIn(folder)).slice(0, maxFiles).sort()
  return Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => undefined)
      return found ? ([name, found.size, found.mtimeMs] as const) : ([name] as const)
    }),
  )
}

function isModel(listing: Listing, hasUnfinished: boolean): boolean {
  const hasConfig = listing.some(([name, bytes]) => name === 'config.json' && bytes !== undefined)
  const isWeight = ([name]: Listing[number]) => /\.safetensors$/.test(name) || unfinished.test(name)
  return hasConfig && (hasUnfinished || listing.some(isWeight))
}

/** Folders, the newest first. */
async function byAge(parent: string): Promise<readonly string[]> {
  const names = await foldersIn(parent)
  const ages = await Promise.all(
    names.map(async (name) => [name, (await stat(join(parent, name)).catch(() => undefined))?.mtimeMs ?? 0] as const),
  )
  return ages.sort(([, a], [, b]) => b - a).map(([name]) => name)
}

const entriesOf = (folder: string): Promise<Dirent[]> => readdir(folder, { withFileTypes: true }).catch(() => [])

const namesIn = async (folder: string) => (await entriesOf(folder)).map(({ name }) => name)

const foldersIn = async (folder: string) =>
  (await entriesOf(folder)).filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name)
