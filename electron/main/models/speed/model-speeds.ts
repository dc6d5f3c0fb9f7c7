import { cpus } from 'node:os'
import { AppError } from '../../../../contract/errors.js'
import type { ModelSpeed } from '../../../../contract/models.js'
import { bandwidthOf } from '../../../memory/bandwidth.js'
import type { EngineHost } from '../../engine/engine-host.js'
import type { EngineQueue } from '../../engine/engine-queue.js'
import type { Models } from '../models.js'
import { measureSpeed } from './measure-speed.js'
import { SpeedFile } from './speed-file.js'

interface ModelSpeedsOptions {
  readonly dataFolder: string
  readonly engine: EngineHost
  readonly queue: EngineQueue
  readonly models: Models
}

/** Measures models on this computer, one at a time, and remembers what was measured. */
export class ModelSpeeds {
  readonly #options: ModelSpeedsOptions
  readonly #file: SpeedFile
  #running:
    | { readonly modelId: string; readonly aborter: AbortController; readonly done: Promise<ModelSpeed> }
    | undefined

  constructor(options: ModelSpeedsOptions) {
    this.#options = options
    this.#file = new SpeedFile(options.dataFolder)
  }

  get all(): Readonly<Record<string, ModelSpeed>> {
    return this.#file.all
  }

  /** Throws `not-found`, the `model-*` codes, `engine-failed`, `disk-full`; the reason of `cancel`. */
  async measure(modelId: string): Promise<ModelSpeed> {
    if (this.#running?.modelId === modelId) return this.#running.done
    await this.#running?.done.catch(() => {})
    const aborter = new AbortController()
    const done = this.#measure(modelId, aborter.signal).finally(() => {
      this.#running = undefined
    })
    this.#running = { modelId, aborter, done }
    return done
  }

  cancel(): void {
    this.#running?.aborter.abort(new AppError('interrupted', 'The measurement was ended.'))
  }

  async stop(): Promise<void> {
    this.cancel()
    await this.#running?.done.catch(() => {})
  }

  async #measure(modelId: string, signal: AbortSignal): Promise<ModelSpeed> {
    const { engine, queue, models } = this.#options
    models.known(modelId)
    engine.wake()
    const speeds = await measureSpeed({
      engine,
      queue,
      modelId,
      load: () => models.loadInTurn(modelId),
      touchedBytes: (contextTokens) => engine.touchedBytes(contextTokens),
      bandwidth: bandwidthOf(cpus()[0]?.model ?? ''),
      signal,
    })
    const measured = { measuredAt: Date.now(), speeds }
    this.#file.save(modelId, measured)
    return measured
  }
}
