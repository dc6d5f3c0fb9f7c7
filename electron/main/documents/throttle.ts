/** Calls `work` at once, then at most once in `intervalMs`, also for the last of several calls. */
export class Throttle {
  readonly #intervalMs: number
  readonly #work: () => void
  #timer: NodeJS.Timeout | undefined
  #isDue = false

  constructor(intervalMs: number, work: () => void) {
    this.#intervalMs = intervalMs
    this.#work = work
  }

  call(): void {
    if (this.#timer) this.#isDue = true
    else this.#run()
  }

  /** Calls that are due are dropped. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isDue = false
  }

  #run(): void {
    this.#isDue = false
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#isDue) this.#run()
    }, this.#intervalMs)
    this.#work()
  }
}
