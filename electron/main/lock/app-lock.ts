import { AppError } from '../../../contract/errors.js'
import { lockMinutes } from '../../../contract/lock.js'
import type { Settings } from '../../../contract/settings.js'
import type { Authenticator } from './authenticator.js'
import { isLocked, setLocked } from './lock-state.js'

interface AppLockOptions {
  readonly authenticator: Authenticator
  readonly settings: () => Pick<Settings, 'locks' | 'locksAfter'>
  /** Since the last key or movement, anywhere in the system. */
  readonly idleSeconds: () => number
  /** Before the lock: what has unsaved text is closed, and saves it. */
  readonly prepare: () => Promise<void>
  /** Calls `work` after so many milliseconds; returns what cancels it. */
  readonly plan: (work: () => void, ms: number) => () => void
}

/** Locks the app and asks who is there before it opens again. Work in main goes on meanwhile. */
export class AppLock {
  readonly #options: AppLockOptions
  #cancel = () => {}
  #asking: Promise<boolean> | undefined
  #preparing: Promise<void> | undefined

  constructor(options: AppLockOptions) {
    this.#options = options
  }

  /** The user has turned it on, and the system can open it again. */
  get isOn(): boolean {
    return this.#options.settings().locks && this.#options.authenticator.exists
  }

  get problem(): string | null {
    return this.#options.authenticator.problem
  }

  /** Locks the app at its start. Call before the first window opens. */
  begin(): void {
    if (this.isOn) setLocked(true)
  }

  /** Locks the app if the lock is on. */
  async lock(): Promise<void> {
    if (!this.isOn || isLocked()) return
    this.#cancel()
    this.#preparing ??= this.#options.prepare().finally(() => {
      this.#preparing = undefined
    })
    await this.#preparing
    setLocked(true)
  }

  /** Two windows that ask get the answer of one dialog. */
  unlock(): Promise<boolean> {
    if (!isLocked()) return Promise.resolve(true)
    this.#asking ??= this.#ask('unlock your conversations').finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #ask(reason: string): Promise<boolean> {
    const isThere = await this.#options.authenticator.authenticate(reason)
    if (isThere) {
      setLocked(false)
      this.planIdle()
    }
    return isThere
  }

  /** Before the settings change. Who turns the lock on shows that they can open it. Throws `refused`. */
  async allow({ locks }: Pick<Settings, 'locks'>): Promise<void> {
    if (!locks || this.#options.settings().locks) return
    if (this.problem !== null) throw new AppError('refused', this.problem)
    if (await this.#options.authenticator.authenticate('turn on its lock')) return
    throw new AppError('refused', 'The lock is still off, because you were not recognized. Turn it on to try again.')
  }

  /** Locks when the computer has been idle for as long as the settings say. Call when they change. */
  planIdle(): void {
    this.#cancel()
    const minutes = lockMinutes[this.#options.settings().locksAfter]
    if (!this.isOn || isLocked() || minutes === null) return
    const seconds = minutes * 60 - this.#options.idleSeconds()
    if (seconds <= 0) void this.lock()
    else this.#cancel = this.#options.plan(() => this.planIdle(), seconds * 1_000)
  }

  stop(): void {
    this.#cancel()
  }
}
