import type { ShownPrompt } from '../../contract/context.js'
import type {
  ConfigSizes,
  EngineRequests,
  EngineStreams,
  GenerateEvent,
  GenerateRequest,
  InspectedModel,
  LoadEvent,
  Pulse,
  WeighEvent,
} from '../../contract/engine.js'
import { AppError } from '../../contract/errors.js'
import { localDate } from '../../contract/local-date.js'
import type { Addon, AdmittedModel, ModelInfo, NativeModel } from '../../native/index.js'
import { Activity } from './activity.js'
import { readChatFormat } from './chat-format/choose-format.js'
import { readGeneration } from './folder/generation.js'
import { parseConfig } from './folder/model-config.js'
import { readModelName, requireConfig } from './folder/model-folder.js'
import { preflight } from './folder/preflight.js'
import { availableMemory } from './memory/available-memory.js'
import { touchedCacheBytes, touchedWeightBytes } from './memory/touched-bytes.js'
import { generateCanary } from './reply/canary.js'
import { fromCallback } from './reply/from-callback.js'
import { LoadedModel } from './reply/loaded-model.js'
import { checkTokenizer } from './tokenizer/check-tokenizer.js'
import { Tokenizer } from './tokenizer/tokenizer.js'

/** What the engine needs from outside TypeScript. */
export interface EngineOptions {
  /** Opens the addon. Called only for a request, so that a failure is reported as its answer. */
  readonly openAddon: (activity: Activity) => Addon
}

/** Loads the model of this process, at most one, and handles the requests for it. */
export class Engine implements EngineRequests {
  readonly #options: EngineOptions
  readonly #activity = new Activity()
  #model: LoadedModel | undefined
  #isLoading = false
  /** Of the model. */
  #folder = ''

  constructor(options: EngineOptions) {
    this.#options = options
  }

  async *load({ folder, adapter, cacheBytes }: EngineStreams['load']['request']): AsyncGenerator<LoadEvent> {
    if (this.#model || this.#isLoading) throw new AppError('engine-busy', 'This engine already has a model.')
    this.#isLoading = true
    this.#activity.enter('opening')
    try {
      const addon = this.#options.openAddon(this.#activity)
      const checked = await addon.check(folder, checkOptions(adapter))
      const { tokenizer, format, generation } = await openTexts(folder, checked.info)
      const { name, isDemo } = await readModelName(folder)
      let admitted: AdmittedModel | undefined
      this.#activity.enter('loading')
      for await (const [done, total] of fromCallback<readonly [number, number]>(async (emit) => {
        admitted = await checked.load((done, total) => {
          this.#activity.step()
          emit([done, total])
        })
      })) {
        yield { type: 'progress', done, total }
      }
      if (!admitted) throw new AppError('engine-failed', 'The model could not be loaded.')
      const { model: native, contextLength } = admitted
      await checkNumbers(native)
      const availableBytes = (heldBytes: number) => availableMemory(addon.deviceFacts(), heldBytes)
      const model = new LoadedModel(native, tokenizer, format, generation, {
        contextLength,
        cacheBudgetBytes: cacheBytes,
        availableBytes,
      })
      const canary = await generateCanary(model)
      await model.warmUp(localDate())
      this.#model = model
      this.#folder = folder
      const { weightBytes, residentBytes } = native.info
      const context = contextOf(contextLength, native.info.contextLength)
      const { efforts } = format
      const { memoryBytes } = addon.deviceFacts()
      const computer = { memoryBytes, availableBytes: availableBytes(residentBytes + native.cacheBytes) }
      yield { type: 'ready', canary, computer, model: { name, isDemo, ...context, weightBytes, efforts } }
    } finally {
      this.#isLoading = false
      this.#activity.enter('idle')
    }
  }

  async inspect(folder: string, adapter?: string): Promise<InspectedModel> {
    // The same phase as during a load, so that main can distinguish a hanging disk from a slow one.
    this.#activity.enter('opening')
    try {
      await requireConfig(folder)
      const options = adapter === undefined ? undefined : checkOptions(adapter)
      const { info, remarks } = await this.#options.openAddon(this.#activity).check(folder, options)
      const { format, formatRemarks, generation } = await openTexts(folder, info)
      const { name, isDemo } = await readModelName(folder)
      const all = [...remarks, ...formatRemarks, ...generation.remarks]
      return { name, isDemo, weightBytes: info.weightBytes, efforts: format.efforts, remarks: all }
    } finally {
      this.#activity.enter('idle')
    }
  }

  async readConfig(json: unknown): Promise<ConfigSizes> {
    const { config } = parseConfig(json)
    const { isSliding = [], slidingWindow = 0, gptOss } = config
    return {
      layers: config.layers,
      hiddenSize: config.hiddenSize,
      intermediateSize: config.intermediateSize,
      heads: config.heads,
      kvHeads: config.kvHeads,
      headDim: config.headDim,
      vocabSize: config.vocabSize,
      contextLength: config.contextLength,
      expertsPerToken: gptOss?.expertsPerToken ?? 0,
      slidingWindow,
      slidingLayers: isSliding.filter(Boolean).length,
    }
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    yield* this.#loaded().generate(request, signal)
  }

  async *weigh(request: EngineStreams['weigh']['request'], signal: AbortSignal): AsyncGenerator<WeighEvent> {
    yield* this.#loaded().weigh(request, signal)
  }

  async countTokens(texts: readonly string[]): Promise<readonly number[]> {
    return this.#loaded().countTokens(texts)
  }

  async countPrompt(request: GenerateRequest): Promise<number> {
    return this.#loaded().countPrompt(request)
  }

  async touchedBytes(contextTokens: number): Promise<number> {
    this.#loaded()
    const { plan } = await preflight(this.#folder)
    return touchedWeightBytes(plan.tensors, plan.config) + touchedCacheBytes(plan.config, contextTokens)
  }

  async showPrompt(request: GenerateRequest): Promise<ShownPrompt> {
    return this.#loaded().showPrompt(request)
  }

  async canary(): Promise<string> {
    return generateCanary(this.#loaded())
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

/** The rounding of the training: mlx-lm's for an adapter. See docs/decisions/0007-parity-and-yarn.md. */
const checkOptions = (adapter: string | undefined) => {
  return { adapter, yarn: adapter === undefined ? 'reference' : 'mlx-lm' } as const
}

/** Opens and checks the files beside the weights. Throws the `model-*` codes. */
async function openTexts(folder: string, { vocabSize }: ModelInfo) {
  const tokenizer = await Tokenizer.open(folder)
  const { format, remarks: formatRemarks } = await readChatFormat(folder, tokenizer)
  await checkTokenizer(tokenizer, Object.values(format.ids), vocabSize)
  const generation = await readGeneration(folder, (name) => tokenizer.specialId(name))
  return { tokenizer, format, formatRemarks, generation }
}

/** A damaged weight file or a faulty GPU gives NaN. Throws `engine-failed`. */
async function checkNumbers(native: NativeModel): Promise<void> {
  const logits = await native.logits(Int32Array.of(0, 1, 2, 3))
  await native.truncate(0)
  if (logits.every(Number.isFinite)) return
  throw new AppError(
    'engine-failed',
    'The model computes no usable numbers. Restart the computer; if that does not help, download the model again.',
  )
}

function contextOf(contextLength: number, maxContextLength: number) {
  return contextLength < maxContextLength ? { contextLength, maxContextLength } : { contextLength }
}
