import type { EngineStatus, UnloadReason } from '../../../contract/models.js'

/** How short of memory the computer is. */
export type MemoryPressure = 'normal' | 'warning' | 'critical'

export interface IdleUnloadOptions {
  readonly engine: {
    readonly status: EngineStatus
    readonly usedAt: number
    onStatus(listener: () => void): () => void
    unload(reason: UnloadReason): void
  }
  /** Something uses the model, or waits for it. It is never unloaded then. */
  readonly isBusy: () => boolean
  /** How long a model that is not used stays loaded; undefined: until the memory runs short. */
  readonly keepMs: () => number | undefined
  /** Absent where the system does not say it. */
  readonly memoryPressure?: () => Promise<MemoryPressure>
  readonly now?: () => number
}

/** With less memory an unused model goes sooner. A minute of reading should not cost a load. */
const keptUnderPressureMs: Readonly<Record<MemoryPressure, number>> = {
  normal: Number.POSITIVE_INFINITY,
  warning: 300_000,
  critical: 60_000,
}

/** While the model works, and while the memory is watched. */
const lookEveryMs = 60_000

/** Unloads a model that is not used: after a while, and sooner when the computer runs short of memory. */
export class IdleUnload {
  readonly #options: IdleUnloadOptions
  readonly #now: () => number
  #usedAt: number
  #timer: NodeJS.Timeout | undefined

  constructor(options: IdleUnloadOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#usedAt = this.#now()
    options.engine.onStatus(() => this.used())
  }

  /** The model is in use: the time begins again. */
  used(): void {
    this.#usedAt = this.#now()
    this.plan()
  }

  /** Plans the next look, as after a change of `keepMs`. */
  plan(): void {
    clearTimeout(this.#timer)
    if (this.#options.engine.status.state !== 'ready') return
    const { keepMs, memoryPressure, isBusy } = this.#options
    const leftMs = (keepMs() ?? Number.POSITIVE_INFINITY) - this.#idleMs
    const waitMs = isBusy() || memoryPressure ? Math.min(leftMs, lookEveryMs) : leftMs
    if (!Number.isFinite(waitMs)) return
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, waitMs))
    this.#timer.unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  get #idleMs(): number {
    return this.#now() - Math.max(this.#usedAt, this.#options.engine.usedAt)
  }

  async #look(): Promise<void> {
    const { keepMs, memoryPressure, isBusy, engine } = this.#options
    const pressure = (await memoryPressure?.().catch(() => undefined)) ?? 'normal'
    if (engine.status.state !== 'ready') return
    if (isBusy()) this.used()
    else if (this.#idleMs >= (keepMs() ?? Number.POSITIVE_INFINITY)) engine.unload('idle')
    else if (this.#idleMs >= keptUnderPressureMs[pressure]) engine.unload('memory')
    else this.plan()
  }
}
