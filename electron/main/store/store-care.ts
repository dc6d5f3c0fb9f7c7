import { report } from '../log/report.js'
import type { Store } from './store.js'

const backupMs = 15 * 60_000
/** How often the store is asked whether its check is due. */
const checkMs = 60_000

/** Backs the store up while it is used, and has it checked and its search index filled in the background. */
export class StoreCare {
  readonly #store: Store
  readonly #onRepair: (notice: string) => void
  readonly #onSearchComplete: () => void
  #timers: readonly NodeJS.Timeout[] = []

  /**
   * `onRepair` gets a sentence for the user; windows must then show everything again. `onSearchComplete` is called when a
   * search finds everything that it did not find before.
   */
  constructor(store: Store, onRepair: (notice: string) => void, onSearchComplete: () => void) {
    this.#store = store
    this.#onRepair = onRepair
    this.#onSearchComplete = onSearchComplete
  }

  /** Call when the first window shows, because the check reads the whole file. A second call does nothing. */
  start(): void {
    if (this.#timers.length > 0) return
    this.#timers = [
      setInterval(() => void this.#store.backUp(), backupMs),
      setInterval(() => void this.#check(), checkMs),
    ]
    void this.#check()
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  async #check(): Promise<void> {
    void this.#store.fillSearchIndex(this.#onSearchComplete)
    const notice = await this.#store.checkWhenDue()
    if (notice === undefined) return
    try {
      this.#onRepair(notice)
    } catch (error) {
      report('A window could not show the repaired store.', error)
    }
  }
}
