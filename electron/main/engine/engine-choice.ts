/** A restart cures most engines that compute wrong numbers, such as after a reset of the GPU. */
const maxUnsound = 2

/**
 * Which of the engines in the app runs. An update, or a newer macOS, may bring one whose text is unusable: then the next older one
 * runs until the app is restarted.
 */
export class EngineChoice {
  readonly #paths: readonly string[]
  #index = 0
  #unsoundInARow = 0

  /** `paths`: the addons, the best first; at least one. */
  constructor(paths: readonly string[]) {
    this.#paths = paths
  }

  get path(): string {
    return this.#paths[this.#index] ?? ''
  }

  /** A canary check passed. */
  recordSound(): void {
    this.#unsoundInARow = 0
  }

  /** A process ended because of its canary check. Returns whether another engine runs next. */
  recordUnsound(): boolean {
    this.#unsoundInARow++
    if (this.#unsoundInARow < maxUnsound || this.#index + 1 >= this.#paths.length) return false
    this.#index++
    this.#unsoundInARow = 0
    return true
  }
}
