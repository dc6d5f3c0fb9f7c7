import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import {
  type DownloadState,
  type Downloads,
  type ModelDownload,
  nameOfRepository,
} from '../../../../contract/downloads.js'
import { AppError, toFailure } from '../../../../contract/errors.js'
import { report } from '../../log/report.js'
import { configFile } from '../choose-files.js'
import { type DownloadProgress, download, workFolder } from '../download.js'
import { hasRecord } from '../record.js'
import { checkRepositoryName } from '../repository.js'
import { SpeedMeter } from '../speed-meter.js'
import type { Transport } from '../transport.js'
import { type DownloadEntry, type DownloadList, maxRoots } from './download-list.js'
import { arrivedBytes, halfDownloads } from './half-downloads.js'
import { type MovedModel, type MoveOptions, moveModels } from './move-models.js'

export interface ModelDownloadsOptions {
  readonly list: DownloadList
  /** The usual folder of models: each download gets a folder in it. */
  readonly folder: string
  readonly base: URL
  readonly transport: Transport
  readonly token: { readonly value: string | undefined; readonly kind: Downloads['token'] }
  readonly isNetworkOn: () => boolean
  /** Adds a finished folder to the list of models. */
  readonly addModel: (folder: string) => Promise<{ readonly id: string }>
  /** Moves a folder into the system's Trash. */
  readonly trash: (path: string) => Promise<void>
  readonly onChange: () => void
  readonly retryAfterMs?: number
}

interface Current {
  readonly id: string
  readonly abort: AbortController
  readonly ended: Promise<void>
}

interface Shown {
  status: DownloadState
  doneBytes: number
  readonly meter: SpeedMeter
}

/** After these a download tries again by itself: the network may come back, as after sleep. */
const passing = new Set(['hub-unreachable', 'hub-failed'])
const usualRetryAfterMs = 60_000

/** Downloads models one after the other. What is not finished continues after a restart, unless it was paused. */
export class ModelDownloads {
  readonly #options: ModelDownloadsOptions
  readonly #shown = new Map<string, Shown>()
  /** Finished since the app started. */
  #finished: readonly DownloadEntry[] = []
  #current: Current | undefined
  #retry: NodeJS.Timeout | undefined
  readonly #closing = new AbortController()

  constructor(options: ModelDownloadsOptions) {
    this.#options = options
    for (const { id, isPaused } of options.list.content.entries)
      this.#set(id, isPaused ? { state: 'paused' } : { state: 'queued' })
  }

  /** Begins with the first download, and again when the network was turned on. */
  start(): void {
    if (this.#current || this.#closing.signal.aborted || !this.#options.isNetworkOn()) return
    const next = this.#entries.find(({ id }) => this.#statusOf(id).state === 'queued')
    if (!next) return
    const abort = new AbortController()
    const ended = this.#run(next, abort.signal).finally(() => {
      this.#current = undefined
      this.start()
      this.#options.onChange()
    })
    this.#current = { id: next.id, abort, ended }
  }

  /**
   * Looks at what has arrived of downloads. Those that the list has lost are listed again, so that they can be continued or
   * removed.
   */
  async findHalves(): Promise<void> {
    for (const root of [null, ...this.#options.list.content.roots]) {
      const found = await halfDownloads(root ?? this.#options.folder)
      const lost = found.filter((repository) => this.#entries.every((entry) => entry.repository !== repository))
      const entries = lost.map((repository) => ({ id: randomUUID(), repository, totalBytes: 0, isPaused: true, root }))
      if (entries.length > 0) this.#save([...this.#entries, ...entries])
      for (const { id } of entries) this.#set(id, { state: 'paused' })
    }
    for (const entry of this.#entries) {
      const bytes = await arrivedBytes(this.#folderOf(entry))
      const shown = this.#shown.get(entry.id)
      if (shown?.doneBytes === 0) shown.doneBytes = bytes
    }
    this.#options.onChange()
  }

  get view(): Downloads {
    const { list, token } = this.#options
    return {
      downloads: [...this.#entries, ...this.#finished].map((entry) => this.#view(entry)),
      speedLimit: list.content.speedLimit,
      lineSpeed: list.content.lineSpeed,
      folder: this.folder,
      token: token.kind,
    }
  }

  get isBusy(): boolean {
    return this.#current !== undefined
  }

  /** Of all that is not finished, from 0 to 1; undefined while nothing runs. */
  get progress(): number | undefined {
    if (!this.#current) return undefined
    const views = this.#entries.map((entry) => this.#view(entry))
    const total = views.reduce((sum, { totalBytes }) => sum + totalBytes, 0)
    return total === 0 ? 0 : views.reduce((sum, { doneBytes }) => sum + doneBytes, 0) / total
  }

  /** The folder for new downloads. */
  get folder(): string {
    return this.#options.list.root ?? this.#options.folder
  }

  /** Whether a folder is that of a download: another program may own any other. */
  isOwnFolder(path: string): boolean {
    const { folder, list } = this.#options
    return [folder, ...list.content.roots].some((root) => isInside(path, root)) && hasRecord(path)
  }

  /** Moves models that are downloaded into a folder, which new downloads go into as well. Throws like `moveModels`. */
  async moveTo(target: string, models: readonly MovedModel[], onMoved: MoveOptions['onMoved']): Promise<void> {
    if (this.isBusy) throw new AppError('refused', 'A download is running. Pause it first, then move the models.')
    const { list, onChange } = this.#options
    const roots = [...list.content.roots.filter((root) => root !== target), target]
    // First, so that a model is known as downloaded wherever a failure leaves it.
    list.save({ ...list.content, roots: roots.slice(-maxRoots) })
    onChange()
    await moveModels({ models, target, onMoved, signal: this.#closing.signal })
  }

  /** Queues a download; one of the same repository is resumed. Throws `refused`, `network-off`, `disk-full`. */
  add(repository: string, totalBytes = 0): string {
    checkRepositoryName(repository)
    if (!this.#options.isNetworkOn()) throw networkOff()
    const known = this.#entries.find((entry) => entry.repository === repository)
    if (known) {
      this.resume(known.id)
      return known.id
    }
    const entry = { id: randomUUID(), repository, totalBytes, isPaused: false, root: this.#options.list.root }
    this.#save([...this.#entries, entry])
    this.#finished = this.#finished.filter((other) => other.repository !== repository)
    this.#set(entry.id, { state: 'queued' })
    this.start()
    return entry.id
  }

  /** What has arrived is kept. */
  async pause(id: string): Promise<void> {
    this.#change(id, { isPaused: true })
    this.#set(id, { state: 'paused' })
    await this.#interrupt(id)
  }

  resume(id: string): void {
    if (!this.#options.isNetworkOn()) throw networkOff()
    this.#change(id, { isPaused: false })
    if (this.#current?.id !== id) this.#set(id, { state: 'queued' })
    this.start()
  }

  /** Removes the download, and moves what has arrived of it into the Trash. */
  async cancel(id: string): Promise<void> {
    const entry = this.#entry(id)
    this.#save(this.#entries.filter((other) => other !== entry))
    this.#shown.delete(id)
    await this.#interrupt(id)
    const folder = this.#folderOf(entry)
    if (existsSync(folder)) await this.#discard(folder)
    this.#options.onChange()
  }

  async #discard(folder: string): Promise<void> {
    // A folder that is a model already, which was to be mended, stays one.
    if (existsSync(join(folder, configFile))) await rm(join(folder, workFolder), { recursive: true, force: true })
    // Half a model is of no use to anyone, so where there is no Trash it goes for good.
    else await this.#options.trash(folder).catch(() => rm(folder, { recursive: true, force: true }))
  }

  /** Moves a download to another place in the order. One that comes first runs at once. */
  async move(id: string, index: number): Promise<void> {
    const entry = this.#entry(id)
    const others = this.#entries.filter((other) => other !== entry)
    this.#save([...others.slice(0, index), entry, ...others.slice(index)])
    const running = this.#current?.id
    if (running !== undefined && index === 0 && running !== id) {
      this.#set(running, { state: 'queued' })
      await this.#interrupt(running)
    }
    this.#options.onChange()
  }

  /** @param bytesPerSecond `null` removes the limit */
  limitSpeed(bytesPerSecond: number | null): void {
    const { list, onChange } = this.#options
    list.save({ ...list.content, speedLimit: bytesPerSecond })
    onChange()
  }

  /** Call when the network was turned off or on. */
  async onNetworkSwitch(): Promise<void> {
    if (this.#options.isNetworkOn()) this.start()
    else if (this.#current) await this.#interrupt(this.#current.id)
  }

  /** Ends the running download, as before the app quits. It continues at the next start. */
  async stop(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#retry)
    if (this.#current) await this.#interrupt(this.#current.id)
  }

  async #run(entry: DownloadEntry, signal: AbortSignal): Promise<void> {
    const { id, repository } = entry
    const { list, base, transport, token, addModel, isNetworkOn } = this.#options
    const folder = this.#folderOf(entry)
    this.#set(id, { state: 'checking' })
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const model = await download({
        repository,
        folder,
        base,
        transport,
        signal,
        token: token.value,
        speedLimit: () => list.content.speedLimit ?? undefined,
        onProgress: (progress) => this.#show(id, progress),
        onRequest: () => {
          if (!isNetworkOn()) throw networkOff()
        },
      })
      this.#keepSpeed(id)
      const { id: modelId } = await addModel(model.folder)
      this.#finished = [...this.#finished, entry]
      this.#save(this.#entries.filter((other) => other.id !== id))
      this.#set(id, { state: 'done', modelId })
    } catch (error) {
      this.#ended(id, error, signal)
    }
  }

  #ended(id: string, error: unknown, signal: AbortSignal): void {
    this.#keepSpeed(id)
    const status = this.#shown.get(id)?.status
    if (!status) return // cancelled
    const { code, message } = toFailure(error)
    if (signal.aborted || code === 'network-off') {
      if (status.state !== 'paused') this.#set(id, { state: 'queued' })
    } else if (passing.has(code)) this.#waitFor(id, message)
    else {
      if (code === 'unknown') report('A download failed.', error)
      this.#set(id, { state: 'failed', code, message })
    }
  }

  /** So that the next offer can say how long it takes. */
  #keepSpeed(id: string): void {
    const { list } = this.#options
    const { speedLimit } = list.content
    const lineSpeed = this.#shown.get(id)?.meter.bytesPerSecond
    if (lineSpeed && speedLimit === null) list.save({ ...list.content, lineSpeed })
  }

  #waitFor(id: string, reason: string): void {
    const waitMs = this.#options.retryAfterMs ?? usualRetryAfterMs
    this.#set(id, { state: 'waiting', reason, until: Date.now() + waitMs })
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.retry(), waitMs)
  }

  /** Tries again at once what waits for the network, as after sleep. */
  retry(): void {
    clearTimeout(this.#retry)
    for (const { id } of this.#entries) {
      if (this.#statusOf(id).state === 'waiting' && this.#current?.id !== id) this.#set(id, { state: 'queued' })
    }
    this.start()
  }

  #show(id: string, progress: DownloadProgress): void {
    const shown = this.#shown.get(id)
    if (!shown || shown.status.state === 'paused') return
    if (progress.state === 'waiting') {
      this.#set(id, { state: 'waiting', ...progress.wait })
    } else if (progress.state === 'downloading') {
      const { totalBytes } = this.#entry(id)
      // A list of files knows better than the catalogue; the first few small files are no total.
      if (progress.totalBytes > totalBytes) this.#change(id, { totalBytes: progress.totalBytes })
      shown.doneBytes = progress.doneBytes
      shown.meter.add(progress.doneBytes)
      if (shown.status.state === 'running') this.#options.onChange()
      else this.#set(id, { state: 'running' })
    }
  }

  async #interrupt(id: string): Promise<void> {
    const current = this.#current
    if (current?.id !== id) return
    current.abort.abort()
    await current.ended
  }

  get #entries(): readonly DownloadEntry[] {
    return this.#options.list.content.entries
  }

  #entry(id: string): DownloadEntry {
    const entry = this.#entries.find((each) => each.id === id)
    if (!entry) throw new AppError('not-found', 'This download is not there any more.')
    return entry
  }

  #change(id: string, change: Partial<DownloadEntry>): void {
    const changed = { ...this.#entry(id), ...change }
    this.#save(this.#entries.map((entry) => (entry.id === id ? changed : entry)))
  }

  #save(entries: readonly DownloadEntry[]): void {
    const { list } = this.#options
    list.save({ ...list.content, entries })
  }

  #statusOf(id: string): DownloadState {
    return this.#shown.get(id)?.status ?? { state: 'queued' }
  }

  #set(id: string, status: DownloadState): void {
    const shown = this.#shown.get(id) ?? { status, doneBytes: 0, meter: new SpeedMeter() }
    shown.status = status
    this.#shown.set(id, shown)
    this.#options.onChange()
  }

  #view({ id, repository, totalBytes }: DownloadEntry): ModelDownload {
    const { doneBytes = 0, meter } = this.#shown.get(id) ?? {}
    const status = this.#statusOf(id)
    const bytesPerSecond = status.state === 'running' ? (meter?.bytesPerSecond ?? 0) : 0
    return { id, repository, name: nameOfRepository(repository), doneBytes, totalBytes, bytesPerSecond, status }
  }

  #folderOf({ repository, root }: DownloadEntry): string {
    return join(root ?? this.#options.folder, ...repository.split('/')) // the last part names the model
  }
}

function isInside(path: string, folder: string): boolean {
  const place = relative(folder, path)
  return place !== '' && !place.startsWith('..') && !isAbsolute(place)
}

export const networkOff = () =>
  new AppError(
    'network-off',
    'The network is turned off in Settings ▸ Privacy & network. Turn it on to download models.',
  )
