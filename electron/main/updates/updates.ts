import type { UpdateState } from '../../../contract/updates.js'
import { report } from '../log/report.js'

export interface FoundUpdate {
  readonly version: string
  /** Plain text. */
  readonly notes: string
}

/** What finds and fetches a version of the app. The system installs what was downloaded when the app quits. */
export interface Updater {
  /** Undefined when there is none that is newer. */
  check(): Promise<FoundUpdate | undefined>
  /** Downloads what `check` found, whole, and checks it. `onProgress` gets numbers from 0 to 1. */
  download(onProgress: (progress: number) => void): Promise<void>
  /** Ends a download. */
  cancel(): void
}

export interface UpdatesOptions {
  /** Undefined in a build that looks for no updates. Made for the first look. */
  readonly makeUpdater: (() => Promise<Updater>) | undefined
  /** The setting, and the switch of the network. */
  readonly isOn: () => boolean
  readonly onChange: (state: UpdateState) => void
  /** A version was downloaded: a sentence for the user. */
  readonly onReady: (message: string) => void
  readonly now?: () => number
}

/** The start of the app has the network and the processor for itself. */
const firstLookMs = 60_000
const lookMs = 6 * 3_600_000

/** Looks for a newer version of the app now and then, and downloads it in the background. Nothing is installed while the app runs. */
export class Updates {
  readonly #options: UpdatesOptions
  #state: UpdateState
  #updater: Promise<Updater> | undefined
  #looking: Promise<void> | undefined
  #timers: readonly NodeJS.Timeout[] = []

  constructor(options: UpdatesOptions) {
    this.#options = options
    this.#state = this.#atRest(null)
  }

  get state(): UpdateState {
    return this.#state
  }

  start(): void {
    if (!this.#options.makeUpdater) return
    this.#timers = [setTimeout(() => void this.look(), firstLookMs), setInterval(() => void this.look(), lookMs)]
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    void this.#cancel()
  }

  /** Looks now. Never rejects; a second call joins the first. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  /** The setting or the network was turned on or off. */
  onSwitch(): void {
    if (this.#state.state === 'unavailable' || this.#state.state === 'ready') return
    const isOff = this.#state.state === 'off'
    if (isOff === !this.#options.isOn()) return
    if (!isOff) void this.#cancel()
    this.#set(this.#atRest(null))
  }

  async #look(): Promise<void> {
    const { makeUpdater, isOn, onReady, now = Date.now } = this.#options
    // What is downloaded is installed first; the next start looks again.
    if (!makeUpdater || !isOn() || this.#state.state === 'ready') return
    this.#set({ state: 'checking' })
    try {
      this.#updater ??= makeUpdater()
      const updater = await this.#updater
      const found = await updater.check()
      if (!isOn()) return
      if (!found) return this.#set({ state: 'current', checkedAt: now() })
      const { version, notes } = found
      this.#set({ state: 'downloading', version, progress: 0 })
      await updater.download((progress) => {
        if (this.#state.state === 'downloading') this.#set({ state: 'downloading', version, progress })
      })
      this.#set({ state: 'ready', version, notes })
      onReady(`Parley ${version} is ready. It is installed when you quit.`)
    } catch (error) {
      if (!isOn()) return
      report('The app could not be updated.', error)
      this.#set({ state: 'failed', message: 'The newest version could not be fetched. Parley tries again later.' })
    }
  }

  async #cancel(): Promise<void> {
    const updater = await this.#updater?.catch(() => undefined)
    updater?.cancel()
  }

  #atRest(checkedAt: number | null): UpdateState {
    if (!this.#options.makeUpdater) return { state: 'unavailable' }
    return this.#options.isOn() ? { state: 'current', checkedAt } : { state: 'off' }
  }

  #set(state: UpdateState): void {
    this.#state = state
    this.#options.onChange(state)
  }
}
