import { setTimeout } from 'node:timers/promises'
import { report } from '../../log/report.js'
import type { SearchIndex } from './search-index.js'

/** Main answers no window meanwhile. A text is indexed whole, so a very long one takes longer. */
const maxSliceMs = 12
/** Leaves main half of the time for everything else. */
const pauseMs = maxSliceMs

/** Fills the search index in the background. Killed at any moment, it goes on at the next start where it was. */
export class IndexFill {
  readonly #index: SearchIndex
  #onComplete: () => void = () => {}
  #isStopped = false
  #running: Promise<void> | undefined

  constructor(index: SearchIndex) {
    this.#index = index
  }

  /**
   * Resolves when everything is indexed, or when that is not possible now. Never rejects. From then on it also runs after
   * each clear. `onComplete` is called whenever the index has become complete.
   */
  run(onComplete = this.#onComplete): Promise<void> {
    this.#onComplete = onComplete
    this.#index.onClear = () => void this.run()
    this.#running ??= this.#fill().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Ends it after the slice that is being filled. */
  stop(): void {
    this.#isStopped = true
  }

  async #fill(): Promise<void> {
    try {
      // A clear may be within a transaction, which a slice must not join.
      await setTimeout(0)
      while (!this.#isStopped && !this.#index.isComplete) {
        const start = performance.now()
        if (this.#index.fillSlice(() => performance.now() - start >= maxSliceMs)) {
          this.#onComplete()
          return
        }
        await setTimeout(pauseMs)
      }
    } catch (error) {
      // On a full disk, for example. Store care tries again.
      report('The search index could not be filled.', error)
    }
  }
}
