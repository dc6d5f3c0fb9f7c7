interface Task {
  readonly aborter: AbortController
  readonly done: Promise<void>
}

/** Work by id: at most one piece of it at a time for each, which can be interrupted. */
export class Tasks {
  readonly #tasks = new Map<string, Task>()

  get isIdle(): boolean {
    return this.#tasks.size === 0
  }

  has(id: string): boolean {
    return this.#tasks.has(id)
  }

  /** @param work never rejects */
  start(id: string, work: (signal: AbortSignal) => Promise<void>, onEnd: () => void): void {
    const aborter = new AbortController()
    const done = Promise.resolve()
      .then(() => work(aborter.signal))
      .finally(() => {
        this.#tasks.delete(id)
        onEnd()
      })
    this.#tasks.set(id, { aborter, done })
  }

  /** Resolves when the work is over; at once when there is none. */
  async done(id: string): Promise<void> {
    await this.#tasks.get(id)?.done
  }

  /** Aborts the work; resolves when it has stopped. */
  async interrupt(id: string): Promise<void> {
    this.#tasks.get(id)?.aborter.abort()
    await this.done(id)
  }

  async interruptAll(): Promise<void> {
    await Promise.all([...this.#tasks.keys()].map((id) => this.interrupt(id)))
  }
}
