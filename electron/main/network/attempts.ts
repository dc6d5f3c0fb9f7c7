import { maxNetworkAttempts, type NetworkAttempt } from '../../../contract/network.js'

/** The newest requests of the app, for the pane Privacy & network. In memory only, and never more than the host of one. */
export class NetworkAttempts {
  #attempts: readonly NetworkAttempt[] = []
  readonly #listeners = new Set<() => void>()

  /** Newest first. */
  get all(): readonly NetworkAttempt[] {
    return this.#attempts
  }

  record(url: string, outcome: NetworkAttempt['outcome'], at = Date.now()): void {
    const host = URL.canParse(url) ? new URL(url).host || new URL(url).protocol : 'no address'
    this.#attempts = [{ at, host, outcome }, ...this.#attempts].slice(0, maxNetworkAttempts)
    for (const listener of this.#listeners) listener()
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }
}

/** Of this process; the guards record into it from the first session on. */
export const networkAttempts = new NetworkAttempts()
