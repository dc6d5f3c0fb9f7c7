import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { lstat, mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../../../contract/errors.js'
import { checkFiles, chooseFiles, configFile, indexFile } from './choose-files.js'
import { type CheckedFile, checkFile, contentKey, type Fetching, fetchAll } from './fetching.js'
import { lockFolder } from './folder-lock.js'
import { checkFreeSpace, reserveOf, withFullDisk } from './free-space.js'
import { Hub } from './hub.js'
import { Journal } from './journal.js'
import { PartFile } from './part-file.js'
import { patiently, type Wait } from './patience.js'
import { type ModelRecord, readRecord, writeRecord } from './record.js'
import { checkRepositoryName, type Repository, type RepositoryFile, readRepository } from './repository.js'
import { Source } from './source.js'
import { SpeedLimit } from './speed-limit.js'
import { type Timing, usualTiming } from './timing.js'
import type { Transport } from './transport.js'

export type DownloadProgress =
  /** Asks what the repository has. */
  | { readonly state: 'listing' }
  /** Reads what is on the disk already. */
  | { readonly state: 'checking' }
  | { readonly state: 'downloading'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly state: 'waiting'; readonly wait: Wait }
  | { readonly state: 'remark'; readonly message: string }

export interface DownloadOptions {
  readonly repository: string
  readonly folder: string
  readonly base: URL
  /** A branch, a tag or a commit; else the newest commit, or that of the download that was begun in the folder. */
  readonly revision?: string
  readonly token?: string
  readonly transport: Transport
  /** Pauses the download: what has arrived is kept. */
  readonly signal: AbortSignal
  readonly onProgress?: (progress: DownloadProgress) => void
  /** Throws when the network is turned off. */
  readonly onRequest?: (url: URL) => void
  /** Bytes a second. */
  readonly speedLimit?: () => number | undefined
  readonly timing?: Timing
  readonly blockBytes?: number
  readonly maxRequests?: number
}

export interface DownloadedModel {
  readonly repository: string
  readonly commit: string
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
  /** Bytes that had arrived before and were fetched again, because they were damaged. */
  readonly refetchedBytes: number
}

/** In the folder of a model: what has arrived of its download. */
export const workFolder = '.parley-download'

const usualBlockBytes = 64 * 1024 * 1024
/** With HTTP/2 all share a connection, so more gain little. */
const usualMaxRequests = 4

/**
 * Downloads a model into a folder, or goes on with a download that was begun there, or checks a finished one and fetches
 * only what is damaged. The folder becomes a model when everything is there and checked. Throws the `hub-*` and `download-*`
 * codes, `not-a-model`, `disk-full`, `refused`; and the reason of the signal.
 */
export async function download(options: DownloadOptions): Promise<DownloadedModel> {
  checkRepositoryName(options.repository)
  const { folder, isNew } = makeFolder(options.folder)
  const release = lockFolder(join(folder, '.parley-lock'), folder)
  const failed = new AbortController()
  const { signal } = failed
  const pause = () => failed.abort(options.signal.reason)
  options.signal.addEventListener('abort', pause, { once: true })
  if (options.signal.aborted) pause()
  try {
    return await new Download({ ...options, folder, signal }, failed).run()
  } catch (error) {
    failed.abort(error)
    throw withFullDisk(error)
  } finally {
    options.signal.removeEventListener('abort', pause)
    release()
    if (isNew) await rmdir(folder).catch(() => {}) // succeeds if it is empty: nothing was fetched
  }
}

function makeFolder(path: string): { readonly folder: string; readonly isNew: boolean } {
  try {
    const isNew = mkdirSync(path, { recursive: true }) !== undefined
    return { folder: realpathSync(path), isNew }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new AppError('refused', `Parley can’t write into ${resolve(path)} (${code}). Choose another folder.`)
  }
}

class Download {
  readonly #options: DownloadOptions
  readonly #failed: AbortController
  readonly #hub: Hub
  readonly #folder: string
  readonly #work: string
  readonly #blockBytes: number
  readonly #limit: SpeedLimit
  readonly #open = new Set<PartFile>()
  #refetchedBytes = 0
  #doneBytes = 0
  #totalBytes = 0

  constructor(options: DownloadOptions, failed: AbortController) {
    this.#options = options
    this.#failed = failed
    this.#folder = options.folder
    this.#work = join(options.folder, workFolder)
    this.#blockBytes = options.blockBytes ?? usualBlockBytes
    this.#limit = new SpeedLimit(options.speedLimit ?? (() => undefined))
    this.#hub = new Hub({ ...options, timing: options.timing ?? usualTiming })
  }

  async run(): Promise<DownloadedModel> {
    await mkdir(this.#work, { recursive: true, mode: 0o700 })
    const journal = await Journal.open(join(this.#work, 'journal'))
    const wasBegun = journal.header !== undefined
    let isChosen = false
    try {
      const repository = await this.#readRepository(journal)
      checkFiles(repository.id, repository.files)
      await journal.begin({
        version: 1,
        repository: repository.id,
        commit: repository.commit,
        blockBytes: this.#blockBytes,
      })
      const record = await readRecord(this.#folder)
      const first = repository.files.filter(({ name }) => name === configFile || name === indexFile)
      const described = await this.#obtain(first, repository, journal, record)
      const chosen = chooseFiles(repository.id, repository.files, await readIndex(repository.id, described))
      isChosen = true
      const isChosenFile = ({ name }: { name: string }) => chosen.some((file) => file.name === name)
      const rest = chosen.filter(({ name }) => name !== configFile && name !== indexFile)
      const kept = described.filter(isChosenFile)
      const others = await this.#obtain(rest, repository, journal, record, kept)
      const checked = [...kept, ...others]
      await this.#finish(repository, checked, record)
      return {
        repository: repository.id,
        commit: repository.commit,
        folder: this.#folder,
        files: checked
          .map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        refetchedBytes: this.#refetchedBytes,
      }
    } catch (error) {
      this.#failed.abort(error)
      throw error
    } finally {
      await Promise.all([...this.#open].map((part) => part.close().catch(() => {})))
      await journal.close()
      if (!isChosen && !wasBegun) await rm(this.#work, { recursive: true, force: true })
    }
  }

  /** The newest commit, or that of the download that was begun here, so that no file of two commits is mixed. */
  async #readRepository(journal: Journal): Promise<Repository> {
    const { repository, revision } = this.#options
    this.#tell({ state: 'listing' })
    const read = (name: string, at: string) => patiently(this.#patience, () => readRepository(this.#hub, name, at))
    const newest = await read(repository, revision ?? 'main')
    if (newest.id !== repository) this.#tell({ state: 'remark', message: `${repository} is now ${newest.id}.` })
    const begun = journal.header
    if (revision !== undefined || begun?.repository !== newest.id || begun.commit === newest.commit) return newest
    const older = await read(newest.id, begun.commit).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'hub-not-found') return undefined
      throw error
    })
    const message = older
      ? `${newest.id} has changed since this download began. It goes on with the version that it began with.`
      : `${newest.id} has changed since this download began. What is the same in the new version is kept.`
    this.#tell({ state: 'remark', message })
    return older ?? newest
  }

  /** Finds files in the folder or fetches them. @param before files that are checked already; config.json may move */
  async #obtain(
    files: readonly RepositoryFile[],
    repository: Repository,
    journal: Journal,
    record: ModelRecord | undefined,
    before: CheckedFile[] = [],
  ): Promise<readonly CheckedFile[]> {
    this.#tell({ state: 'checking' })
    const there: CheckedFile[] = []
    const fetching: Fetching[] = []
    for (const file of files) {
      this.#options.signal.throwIfAborted()
      const key = contentKey(file, repository.commit)
      const path = join(this.#work, `${key}.part`)
      const found = await this.#find(file, repository.commit, record, path, key, journal)
      if (found) {
        there.push(found)
        continue
      }
      const part = await PartFile.open({ path, key, bytes: file.bytes, blockBytes: this.#blockBytes, journal })
      this.#open.add(part)
      this.#refetchedBytes += part.lostBytes
      fetching.push({ file, part, source: new Source(this.#hub, repository, file) })
    }
    if (fetching.length === 0) return there
    if (fetching.some(({ file }) => !existsSync(join(this.#folder, file.name))))
      await this.#withdraw(before, repository, journal)
    const missing = fetching.reduce((sum, { part }) => sum + part.bytes - part.have, 0)
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    const reserve = reserveOf(total)
    await checkFreeSpace(this.#folder, missing, reserve)
    this.#doneBytes = total - missing
    this.#totalBytes = total
    this.#tellBytes(0)
    const { signal, maxRequests = usualMaxRequests } = this.#options
    const fetched = await fetchAll(fetching, {
      ...this.#patience,
      maxRequests,
      onFailure: (error) => this.#failed.abort(error),
      checkSpace: (bytes) => checkFreeSpace(this.#folder, bytes, reserve),
      take: (bytes) => this.#limit.take(bytes, signal),
      onBytes: (bytes) => this.#tellBytes(bytes),
      onDropped: (bytes) => {
        this.#refetchedBytes += bytes
        this.#tellBytes(-bytes)
      },
    })
    return [...there, ...fetched]
  }

  /** Finds a file in the folder. A damaged one of ours becomes a part again, of which the good blocks are kept. */
  async #find(
    file: RepositoryFile,
    commit: string,
    record: ModelRecord | undefined,
    partPath: string,
    key: string,
    journal: Journal,
  ): Promise<CheckedFile | undefined> {
    const path = join(this.#folder, file.name)
    const found = await lstat(path).catch(() => undefined)
    if (!found) return undefined
    const recorded = record?.files.find(({ name }) => name === file.name)
    const isSameContent =
      recorded !== undefined &&
      recorded.bytes === file.bytes &&
      (file.hash?.kind === 'sha256' ? recorded.sha256 === file.hash.hex : record?.commit === commit)
    const hash = file.hash ?? (isSameContent ? { kind: 'sha256' as const, hex: recorded.sha256 } : undefined)
    if (found.isFile() && found.size === file.bytes && hash) {
      const checked = await checkFile(this.#folder, file, hash, this.#blockBytes)
      if (checked) return checked
    }
    if (!recorded) throw foreignFile(this.#folder, file.name)
    if (!isSameContent || !found.isFile()) return undefined // replaced at the end
    if (record?.blockBytes === this.#blockBytes) await markBlocks(journal, key, recorded, this.#blockBytes)
    await rename(path, partPath)
    return undefined
  }

  /** Takes config.json out of a folder of which something is missing, so that it is no model until that is there. */
  async #withdraw(checked: CheckedFile[], repository: Repository, journal: Journal): Promise<void> {
    for (const [index, file] of checked.entries()) {
      if (file.name !== configFile || file.path !== join(this.#folder, configFile)) continue
      const listed = repository.files.find(({ name }) => name === configFile)
      if (!listed) continue
      const key = contentKey(listed, repository.commit)
      const path = join(this.#work, `${key}.part`)
      await markBlocks(journal, key, file, this.#blockBytes)
      await rename(file.path, path)
      checked[index] = { ...file, path }
    }
  }

  /** Makes the folder a model: config.json comes last. */
  async #finish(repository: Repository, files: readonly CheckedFile[], before: ModelRecord | undefined): Promise<void> {
    for (const part of this.#open) await part.close()
    this.#open.clear()
    const moving = files.filter(({ name, path }) => path !== join(this.#folder, name))
    const stale = before?.files.filter(({ name }) => !files.some((file) => file.name === name)) ?? []
    const record: ModelRecord = {
      version: 1,
      repository: repository.id,
      commit: repository.commit,
      blockBytes: this.#blockBytes,
      files: files.map(({ name, bytes, sha256, blocks }) => ({ name, bytes, sha256, blocks: [...blocks] })),
    }
    await this.#holdConfig(files, moving)
    for (const { name } of stale) await rm(join(this.#folder, name), { force: true })
    if (JSON.stringify(record) !== JSON.stringify(before)) writeRecord(this.#folder, record)
    const isConfig = ({ name }: CheckedFile) => Number(name === configFile)
    for (const { name, path } of moving.sort((a, b) => isConfig(a) - isConfig(b)))
      await rename(path, join(this.#folder, name))
    await syncFolder(this.#folder)
    await rm(this.#work, { recursive: true, force: true })
  }

  /** Takes the present config.json away while files beside it change, so that no mixture of two versions is a model. */
  async #holdConfig(files: readonly CheckedFile[], moving: CheckedFile[]): Promise<void> {
    const place = join(this.#folder, configFile)
    if (moving.length === 0 || !existsSync(place)) return
    const held = join(this.#work, configFile)
    await rename(place, held)
    const config = files.find(({ path }) => path === place)
    if (config) moving.push({ ...config, path: held })
  }

  get #patience() {
    return {
      timing: this.#options.timing ?? usualTiming,
      signal: this.#options.signal,
      onWait: (wait: Wait) => this.#tell({ state: 'waiting', wait }),
    }
  }

  #tellBytes(bytes: number): void {
    this.#doneBytes += bytes
    this.#tell({ state: 'downloading', doneBytes: this.#doneBytes, totalBytes: this.#totalBytes })
  }

  #tell(progress: DownloadProgress): void {
    this.#options.onProgress?.(progress)
  }
}

async function readIndex(repository: string, files: readonly CheckedFile[]): Promise<unknown> {
  const config = await readJson(files.find(({ name }) => name === configFile))
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new AppError('not-a-model', `${repository} is no model that Parley can use: its ${configFile} can’t be read.`)
  return readJson(files.find(({ name }) => name === indexFile))
}

async function readJson(file: CheckedFile | undefined): Promise<unknown> {
  if (!file) return undefined
  try {
    return JSON.parse(await readFile(file.path, 'utf8'))
  } catch {
    return undefined // for an index as if there were none
  }
}

async function markBlocks(
  journal: Journal,
  key: string,
  { bytes, blocks }: { readonly bytes: number; readonly blocks: readonly string[] },
  blockBytes: number,
): Promise<void> {
  for (const [block, sha256] of blocks.entries())
    await journal.mark({ key, block, bytes: Math.min(blockBytes, bytes - block * blockBytes), sha256 })
}

/** Makes the names of a folder last through a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const foreignFile = (folder: string, name: string) =>
  new AppError(
    'refused',
    `${folder} already has another ${name}, which Parley did not put there. Choose an empty folder.`,
  )
