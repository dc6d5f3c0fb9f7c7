/**
 * Paths that the system opens with Parley: dropped on the Dock icon, opened with it, or named when it is started again.
 * They wait until a window takes them, also before there is one.
 */
export class OpenedFiles {
  readonly #waiting: string[] = []
  #onOpen = () => {}

  add(paths: readonly string[]): void {
    if (paths.length === 0) return
    this.#waiting.push(...paths)
    this.#onOpen()
  }

  /** Calls `listener` when files wait, also for those that wait now. */
  listen(listener: () => void): void {
    this.#onOpen = listener
    if (this.#waiting.length > 0) listener()
  }

  /** The app quits: files that are opened now start it again, or are lost with it. */
  stopListening(): void {
    this.#onOpen = () => {}
  }

  take(): readonly string[] {
    return this.#waiting.splice(0)
  }
}
