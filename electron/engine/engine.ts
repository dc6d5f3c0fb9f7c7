import type { ShownPrompt } from '../../contract/context.js'
import type { EngineRequests, EngineStreams, GenerateEvent, GenerateRequest, LoadEvent } from '../../contract/engine.js'
import { AppError } from '../../contract/errors.js'
import type { Addon, NativeModel } from '../../native/index.js'
import { fromCallback } from './from-callback.js'
import { LoadedModel } from './loaded-model.js'
import { readGeneration, readModelName } from './model-folder.js'
import { Tokenizer } from './tokenizer.js'

/** What the engine needs from outside TypeScript. */
export interface EngineParts {
  /** Opens the addon; only when a model is loaded, so that its failure is an answer. */
  readonly openAddon: () => Addon
  /** Looks at a folder before anything is read. Throws `model-*`. */
  readonly preflight: (folder: string, adapter?: string) => Promise<unknown>
}

/** The one loaded model of this process and what can be asked of it. */
export class Engine implements EngineRequests {
  readonly #parts: EngineParts
  #model: LoadedModel | undefined
  #isLoading = false

  constructor(parts: EngineParts) {
    this.#parts = parts
  }

  async *load({ folder, adapter }: EngineStreams['load']['request']): AsyncGenerator<LoadEvent> {
    if (this.#model || this.#isLoading) throw new AppError('engine-busy', 'This engine has its model already.')
    this.#isLoading = true
    try {
      await this.#parts.preflight(folder, adapter)
      const [addon, tokenizer, generation, { name, isDemo }] = await Promise.all([
        this.#parts.openAddon(),
        Tokenizer.open(folder),
        readGeneration(folder),
        readModelName(folder),
      ])
      let native: NativeModel | undefined
      for await (const [done, total] of fromCallback<readonly [number, number]>(async (emit) => {
        native = await addon.load(folder, { adapter }, (done, total) => emit([done, total]))
      })) {
        yield { type: 'progress', done, total }
      }
      if (!native) throw new AppError('engine-failed', 'The model could not be loaded.')
      const model = new LoadedModel(native, tokenizer, generation)
      await model.warmUp(localDate(new Date()))
      this.#model = model
      const { contextLength, quantization, weightBytes } = native.info
      yield { type: 'ready', model: { name, isDemo, contextLength, quantization, weightBytes } }
    } finally {
      this.#isLoading = false
    }
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    yield* this.#loaded().generate(request, signal)
  }

  async countTokens(texts: readonly string[]): Promise<readonly number[]> {
    return this.#loaded().countTokens(texts)
  }

  async countPrompt(request: GenerateRequest): Promise<number> {
    return this.#loaded().countPrompt(request)
  }

  async showPrompt(request: GenerateRequest): Promise<ShownPrompt> {
    return this.#loaded().showPrompt(request)
  }

  async ping(): Promise<void> {}

  #loaded(): LoadedModel {
    if (!this.#model) throw new AppError('model-missing', 'No model is loaded.')
    return this.#model
  }
}

/** The day where the user is, as YYYY-MM-DD: prompts carry it. */
function localDate(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}
