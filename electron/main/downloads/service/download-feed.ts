import type { Downloads } from '../../../../contract/downloads.js'

const betweenMs = 250

/** Tells windows of downloads, at most four times a second: bytes arrive far more often. */
export class DownloadFeed {
  readonly #view: () => Downloads
  readonly #onTell: () => void
  readonly #waiting = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined

  /** @param onTell is called as often as windows are told */
  constructor(view: () => Downloads, onTell: () => void) {
    this.#view = view
    this.#onTell = onTell
  }

  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#onTell()
      for (const wake of this.#waiting) wake()
    }, betweenMs)
  }

  async *follow(signal: AbortSignal): AsyncGenerator<Downloads> {
    while (!signal.aborted) {
      const changed = new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        this.#waiting.add(wake)
        signal.addEventListener('abort', wake)
      })
      yield this.#view()
      await changed
    }
  }
}
