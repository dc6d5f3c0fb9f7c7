import type { ShownPrompt } from '../../contract/context.js'
import type {
  EngineRequests,
  EngineStreams,
  GenerateEvent,
  GenerateRequest,
  InspectedModel,
  LoadEvent,
  Pulse,
} from '../../contract/engine.js'
import { AppError } from '../../contract/errors.js'
import { localDate } from '../../contract/local-date.js'
import type { Addon, NativeModel } from '../../native/index.js'
import { Activity, watched } from './activity.js'
import { readGeneration, readModelName, requireConfig } from './folder/model-folder.js'
import { availableMemory } from './memory/available-memory.js'
import { speakCanary } from './reply/canary.js'
import { fromCallback } from './reply/from-callback.js'
import { LoadedModel } from './reply/loaded-model.js'
import { Tokenizer } from './tokenizer/tokenizer.js'

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
  readonly #activity = new Activity()
  #model: LoadedModel | undefined
  #isLoading = false

  constructor(parts: EngineParts) {
    this.#parts = parts
  }

  async *load({ folder, adapter, cacheBytes }: EngineStreams['load']['request']): AsyncGenerator<LoadEvent> {
    if (this.#model || this.#isLoading) throw new AppError('engine-busy', 'This engine has its model already.')
    this.#isLoading = true
    this.#activity.enter('opening')
    try {
      await this.#parts.preflight(folder, adapter)
      const [addon, tokenizer, generation, { name, isDemo }] = await Promise.all([
        this.#parts.openAddon(),
        Tokenizer.open(folder),
        readGeneration(folder),
        readModelName(folder),
      ])
      let native: NativeModel | undefined
      this.#activity.enter('loading')
      for await (const [done, total] of fromCallback<readonly [number, number]>(async (emit) => {
        // As the model was trained; an adapter was trained with mlx-lm. See docs/decisions/0007-parity-and-yarn.md.
        const yarn = adapter === undefined ? 'reference' : 'mlx-lm'
        native = await addon.load(folder, { adapter, yarn }, (done, total) => {
          this.#activity.step()
          emit([done, total])
        })
      })) {
        yield { type: 'progress', done, total }
      }
      if (!native) throw new AppError('engine-failed', 'The model could not be loaded.')
      native = watched(native, this.#activity)
      await checkNumbers(native)
      const availableBytes = (heldBytes: number) => availableMemory(addon.deviceFacts(), heldBytes)
      const model = new LoadedModel(native, tokenizer, generation, { cacheBudgetBytes: cacheBytes, availableBytes })
      const canary = await speakCanary(model)
      await model.warmUp(localDate())
      this.#model = model
      const { quantization, weightBytes } = native.info
      const context = contextOf(model.contextLength, native.info.contextLength)
      yield { type: 'ready', canary, model: { name, isDemo, ...context, quantization, weightBytes } }
    } finally {
      this.#isLoading = false
      this.#activity.enter('idle')
    }
  }

  async inspect(folder: string): Promise<InspectedModel> {
    // As a load does it, so that a disk that hangs is told from one that is slow.
    this.#activity.enter('opening')
    try {
      await requireConfig(folder)
      const { weightBytes } = await this.#parts.openAddon().inspect(folder)
      const [{ name }] = await Promise.all([readModelName(folder), readGeneration(folder), Tokenizer.open(folder)])
      return { name, weightBytes }
    } finally {
      this.#activity.enter('idle')
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

  async canary(): Promise<string> {
    return speakCanary(this.#loaded())
  }

  async answerNow(): Promise<void> {
    this.#loaded().answerNow()
  }

  async ping(): Promise<Pulse> {
    return this.#activity.pulse
  }

  #loaded(): LoadedModel {
    if (!this.#model) throw new AppError('model-missing', 'No model is loaded.')
    return this.#model
  }
}

/** A broken weight file or a sick GPU gives NaN. Throws `engine-failed`. */
async function checkNumbers(native: NativeModel): Promise<void> {
  const logits = await native.logits(Int32Array.of(0, 1, 2, 3))
  await native.truncate(0)
  if (logits.every(Number.isFinite)) return
  throw new AppError(
    'engine-failed',
    'The model computes no usable numbers. Restart the computer; if that does not help, download the model again.',
  )
}

function contextOf(contextLength: number, longestContext: number) {
  return contextLength < longestContext ? { contextLength, longestContext } : { contextLength }
}
