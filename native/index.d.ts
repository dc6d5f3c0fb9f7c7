/**
 * `Addon` is the engine's interface for TypeScript (`openAddon` in `electron/engine/native-engine.ts`). `Binding` is what
 * `parley_engine.node` exports; only native-engine.ts loads it.
 *
 * One C++ thread owns all MLX objects. Every method that uses the model is queued on this thread and returns a promise;
 * calls run in order. A refused call rejects with an `Error` that has a `code` (see `contract/errors.ts`).
 */

export interface LoadOptions {
  /**
   * `packed` keeps quantised weights as they are, `unpacked` dequantises them to float32 at load. `auto` (default) unpacks
   * on the CPU if the weights then take at most a quarter of the memory, because MLX's CPU kernels for packed weights are
   * scalar.
   */
  readonly weights?: 'auto' | 'packed' | 'unpacked'
  /** Rounding of YaRN's correction range: always, like mlx-lm (default), or as the config says. */
  readonly yarn?: 'mlx-lm' | 'reference'
  /** Type of the activations. Default: float32 on the CPU, the type of the weights on a GPU. Other types are for tests. */
  readonly dtype?: 'float32' | 'bfloat16' | 'float16'
  /** Folder of an adapter in mlx-lm's format: LoRA, DoRA or full. It is applied in memory and does not change the model's files. */
  readonly adapter?: string
}

/** The device that MLX computes on: a Metal device, or the CPU if there is none. */
export interface DeviceFacts {
  readonly name: string
  readonly isGpu: boolean
  /** Memory of the machine. */
  readonly memoryBytes: number
  /** Memory that the device may use without slowing down the machine. */
  readonly recommendedBytes: number
}

/** Properties of a model, from its config and its tensors. Sizes in bytes. */
export interface ModelInfo {
  readonly modelType: string
  readonly layers: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  /** Bytes of one number in the activations and in the cache. */
  readonly elementBytes: number
  readonly vocabSize: number
  readonly contextLength: number
  /** 0 without a mixture of experts. */
  readonly experts: number
  readonly expertsPerToken: number
  /** 0 if no layer slides. */
  readonly slidingWindow: number
  /** Number of layers that attend only to the window; the others attend to all tokens. */
  readonly slidingLayers: number
  /** e.g. "mxfp4 experts, affine 8-bit rest", "bfloat16" */
  readonly quantization: string
  /** Bytes of the tensors on disk. */
  readonly weightBytes: number
  /** Bytes of the weights in memory, packed or unpacked. */
  readonly residentBytes: number
  /** Maximum of additional bytes while loading: tensors that are cast or unpacked are briefly in memory twice. */
  readonly loadingBytes: number
  /** Bytes of cache per token of context. */
  readonly cacheBytesPerToken: number
  readonly weights: 'packed' | 'unpacked'
  readonly device: string
  /** A full adapter has no rank and no scale. `modules`: how many it changes. */
  readonly adapter?: { readonly rank?: number; readonly scale?: number; readonly modules: number }
}

/** Sampling settings, applied in mlx-lm's order: penalty, top-p, min-p, top-k, temperature. */
export interface Sampling {
  /** 0 always chooses the most likely token. */
  readonly temperature: number
  /** 1 keeps every token. */
  readonly topP: number
  /** Drops tokens with less than this share of the highest probability. Default 0: drops none. */
  readonly minP?: number
  /** Keeps only this many of the most likely tokens. Default 0: keeps all. */
  readonly topK?: number
  /** Above 1 makes the last `repetitionContext` tokens less likely, including the prompt's. Default 1. */
  readonly repetitionPenalty?: number
  /** Required with `repetitionPenalty`. */
  readonly repetitionContext?: number
  readonly seed: number
}

export interface DecodeRequest extends Sampling {
  /** Decoding starts from this token: the last one of the prompt, which is not in the cache yet. */
  readonly lastToken: number
  readonly maxTokens: number
  /** Ends the decoding; the stop token is the last one delivered. */
  readonly stopTokens: readonly number[]
  /** Tokens before `lastToken`, for the repetition penalty: at least `repetitionContext` of them, or all. */
  readonly recentTokens?: readonly number[]
  /** Whether `onTokens` also gets log-probabilities. Default false. */
  readonly logprobs?: boolean
}

/** Time of a decode: our own code builds the graphs, the rest is MLX's time. */
export interface DecodeStatistics {
  readonly tokens: number
  readonly buildSeconds: number
  /** Time to submit the graphs to MLX, which on the CPU blocks if it has too many. */
  readonly submitSeconds: number
  /** Time spent waiting for tokens. */
  readonly waitSeconds: number
}

export type DecodeEnd = 'stop' | 'length' | 'cancelled'

/**
 * A loaded model and its cache of token sequences, one of which is selected. If a call that appends or truncates fails,
 * the selected sequence becomes empty and the others stay unchanged.
 */
export interface NativeModel {
  readonly info: ModelInfo
  /** Tokens in the selected sequence. */
  readonly length: number
  /** Bytes of all sequences, including their checkpoints. */
  readonly cacheBytes: number
  /** Statistics of the last finished `decode`. */
  readonly lastDecode: DecodeStatistics | undefined
  /** Appends one chunk of a prompt to the cache. The caller chooses the chunks and may stop after any of them. */
  prefill(tokens: Int32Array): Promise<void>
  /**
   * Decodes until a stop token, `maxTokens` or `cancel()`. `onTokens` gets each token as soon as the event loop is free;
   * tokens that are known by then come together. Every delivered token but the last is in the cache afterwards.
   * `logprobs`, if the request wants them: of each token the natural logarithm of its probability as mlx-lm gives it,
   * after the repetition penalty and before temperature, top-p, min-p and top-k.
   */
  decode(request: DecodeRequest, onTokens: (tokens: Int32Array, logprobs?: Float32Array) => void): Promise<DecodeEnd>
  /** Ends a running `decode` after its present token. A prefill is cancelled by not sending its next chunk. */
  cancel(): void
  /**
   * Removes all tokens from `length` on. `length` must be 0, the length of a checkpoint, or a length at which the sliding
   * windows are still complete, such as before the last append. Otherwise rejects with `refused`.
   */
  truncate(length: number): Promise<void>
  /** Stores what is needed to return to the current length: a copy of the windows of the sliding layers. */
  checkpoint(): Promise<void>
  /** Deletes the checkpoint at `length`, if there is one. */
  forget(length: number): Promise<void>
  /**
   * Copies the first `length` tokens of the selected sequence, with their checkpoints, to a new sequence and selects it.
   * `length` must be valid for `truncate`; 0 makes an empty sequence. Returns the number of the new sequence.
   */
  fork(length: number): Promise<number>
  /** Selects another sequence. Initially there is only sequence 0. */
  select(sequence: number): Promise<void>
  /** Frees a sequence. Rejects with `refused` for the selected one. */
  drop(sequence: number): Promise<void>
  /** For benchmarks and memory checks: fills the selected sequence with zeros for `length` tokens. */
  pretend(length: number): Promise<void>
  /** Appends `tokens` and returns the float32 logits for the next token. For tests and the command line. */
  logits(tokens: Int32Array): Promise<Float32Array>
  /**
   * Appends `tokens` and returns for each the natural logarithm of the probability, at temperature 1, that the token at the
   * same place in `targets` follows it.
   */
  score(tokens: Int32Array, targets: Int32Array): Promise<Float32Array>
  /** MLX's peak memory in bytes since the last call with `reset`. */
  peakMemory(reset?: boolean): number
}

export interface Addon {
  /** Version of the loaded MLX library. `load` fails with `engine-version` if it is not the pinned version. */
  readonly mlxVersion: string
  /** Throws `engine-failed` if Metal can't be used. */
  deviceFacts(): DeviceFacts
  /** Bytes that Metal wires for weights of this size, on a machine with these properties. */
  wiredLimit(weightBytes: number, facts: Pick<DeviceFacts, 'memoryBytes' | 'recommendedBytes'>): number
  /** Checks a folder's config and the headers of its weight files; loads nothing. Rejects with the `model-*` codes. */
  check(folder: string, options?: LoadOptions): Promise<CheckedFolder>
}

/** A model folder that passed `preflight` and the addon's own checks. */
export interface CheckedFolder {
  readonly plan: Plan
  readonly info: ModelInfo
  /** What is wrong with the folder and does not keep it from working. */
  readonly remarks: readonly string[]
  /**
   * Loads what was checked. `onProgress` gets bytes done and in all. Rejects with `out-of-memory`, before a byte of the
   * weights is read, when the model needs more than there is.
   */
  load(onProgress: (done: number, total: number) => void): Promise<AdmittedModel>
}

export interface AdmittedModel {
  readonly model: NativeModel
  /** Tokens: the model's own context, or as much of it as there is memory for. */
  readonly contextLength: number
}

/** The packing of a weight: arguments of MLX's `quantize`. */
export interface Quantization {
  readonly mode: string
  readonly bits: number
  readonly groupSize: number
}

/** What every architecture has. */
export interface CommonConfig {
  readonly modelType: string
  readonly layers: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly vocabSize: number
  readonly contextLength: number
  /** Tokens that a sliding layer attends to. */
  readonly slidingWindow?: number
  /** One entry per layer. */
  readonly isSliding: readonly boolean[]
  readonly rmsNormEps: number
  readonly ropeTheta: number
  readonly ropeScaling?: RopeScaling
  /** Whether neighbouring dimensions turn together, instead of those half a head apart. */
  readonly hasTraditionalRope: boolean
  /** Whether the embedding is also the head if the tensor `lm_head.weight` is missing. */
  readonly hasTiedEmbeddings: boolean
}

/** The fields of config.json that the graph needs. The key that names the architecture has the fields of its own. */
export type PlanConfig = CommonConfig &
  (
    | { readonly gptOss: GptOssConfig; readonly dense?: undefined }
    | { readonly dense: DenseConfig; readonly gptOss?: undefined }
  )

export interface GptOssConfig {
  readonly experts: number
  readonly expertsPerToken: number
}

/** The graph of Llama, Mistral, Qwen2, Qwen3 and their like. */
export interface DenseConfig {
  /** Of the projections to queries, keys and values. */
  readonly hasQkvBiases: boolean
  readonly hasOutputBias: boolean
  readonly hasMlpBiases: boolean
  /** Norms of each head's queries and keys. */
  readonly hasQkNorms: boolean
}

export type RopeScaling =
  | { readonly type: 'linear'; readonly factor: number }
  | {
      readonly type: 'llama3'
      readonly factor: number
      readonly lowFrequencyFactor: number
      readonly highFrequencyFactor: number
      readonly originalContextLength: number
    }
  | {
      readonly type: 'yarn'
      readonly factor: number
      readonly betaFast: number
      readonly betaSlow: number
      readonly mscale: number
      readonly mscaleAllDim: number
      readonly originalContextLength: number
      readonly truncate: boolean
    }

export interface PlanTensor {
  readonly name: string
  /** Index into the plan's files. */
  readonly file: number
  /** Bytes from the start of the file. */
  readonly offset: number
  readonly dtype: 'F32' | 'BF16' | 'F16' | 'U32' | 'U8'
  readonly shape: readonly number[]
}

/** A model folder after `preflight`: all extents are inside their files and do not overlap. */
export interface Plan {
  readonly files: readonly string[]
  readonly config: PlanConfig
  readonly quantization: {
    readonly general?: Quantization
    /** By module path; null means: declared as not quantised. */
    readonly modules: Readonly<Record<string, Quantization | null>>
  }
  readonly tensors: readonly PlanTensor[]
  readonly adapter?: { readonly tensors: readonly PlanTensor[] } & (
    | { readonly kind: 'lora' | 'dora'; readonly rank: number; readonly scale: number }
    /** Its tensors replace those of the model with the same names. */
    | { readonly kind: 'full' }
  )
}

/** The exports of `parley_engine.node`. */
export interface Binding {
  readonly mlxVersion: string
  deviceFacts(): DeviceFacts
  wiredLimit(weightBytes: number, facts: Pick<DeviceFacts, 'memoryBytes' | 'recommendedBytes'>): number
  /** Checks names, shapes and packing of all tensors against the config. Throws `model-*`. */
  inspect(plan: Plan, options?: LoadOptions): ModelInfo
  load(plan: Plan, options: LoadOptions, onProgress: (done: number, total: number) => void): Promise<NativeModel>
}
