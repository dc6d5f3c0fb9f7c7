import type { EngineStreams, GenerateRequest } from '../../contract/engine.js'
import { AppError } from '../../contract/errors.js'
import type { EngineStatus, Model } from '../../contract/models.js'
import { Engine } from '../engine/engine.js'
import { openAddon } from '../engine/native-engine.js'
import type { EngineClient } from '../main/engine/engine-client.js'

export interface EngineInProcessOptions {
  /** Path of the addon. */
  readonly addon: string
  /** Folder of the model. */
  readonly folder: string
  /** Maximum size of the prompt cache between two replies. Absent: a share of the free memory. */
  readonly cacheBytes?: number
}

/** For tests and measurements: the app's own engine as main sees it, without Electron and without a process of its own. */
export class EngineInProcess implements EngineClient {
  readonly #engine: Engine
  readonly #model: Model

  private constructor(engine: Engine, model: Model) {
    this.#engine = engine
    this.#model = model
  }

  static async open({ addon, folder, cacheBytes }: EngineInProcessOptions): Promise<EngineInProcess> {
    const engine = new Engine({ openAddon: (activity) => openAddon(addon, activity) })
    for await (const event of engine.load({ folder, ...(cacheBytes !== undefined && { cacheBytes }) })) {
      if (event.type === 'ready') return new EngineInProcess(engine, { ...event.model, id: folder })
    }
    throw new AppError('engine-failed', 'The load ended without a model.')
  }

  /** The same model with a shorter context, so that main plans short parts of a document. */
  withContext(contextLength: number): EngineInProcess {
    return new EngineInProcess(this.#engine, { ...this.#model, contextLength })
  }

  get status(): EngineStatus {
    return { state: 'ready', model: this.#model }
  }

  onStatus() {
    return () => {}
  }

  async ready(signal: AbortSignal): Promise<Model> {
    signal.throwIfAborted()
    return this.#model
  }

  wake() {}

  generate(request: GenerateRequest, signal: AbortSignal) {
    return this.#engine.generate(request, signal)
  }

  weigh(request: EngineStreams['weigh']['request'], signal: AbortSignal) {
    return this.#engine.weigh(request, signal)
  }

  countTokens(texts: readonly string[]) {
    return this.#engine.countTokens(texts)
  }

  countPrompt(request: GenerateRequest) {
    return this.#engine.countPrompt(request)
  }

  answerNow() {
    return this.#engine.answerNow()
  }

  showPrompt(request: GenerateRequest) {
    return this.#engine.showPrompt(request)
  }
}
