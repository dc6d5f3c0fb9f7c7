/**
 * The engine as TypeScript sees it (`Addon`, from `openAddon` of `electron/engine/native-engine.ts`), and what
 * `parley_engine.node` itself exports (`Binding`). Only native-engine.ts loads the binding.
 *
 * One C++ thread owns every MLX object. Every method that touches the model is queued on it and answers with a
 * promise; calls run in the order in which they were made. A refused call rejects with an `Error` that carries a
 * `code` (see `contract/errors.ts`).
 */

export interface LoadOptions {
  /**
   * `packed` keeps quantised weights as they are, `unpacked` dequantises them to float32 at load, `auto` unpacks on the
   * CPU what then takes a quarter of the memory at most: MLX's kernels for packed weights are scalar there. Default `auto`.
   */
  readonly weights?: 'auto' | 'packed' | 'unpacked'
  /** How YaRN's correction range is rounded: as mlx-lm does it (always) or as the config says. Default `mlx-lm`. */
  readonly yarn?: 'mlx-lm' | 'reference'
  /** Type of the activations. Default: float32 on the CPU, as the weights are stored on a GPU. Other than that is for tests. */
  readonly dtype?: 'float32' | 'bfloat16' | 'float16'
  /** The folder of a LoRA adapter in mlx-lm's format, to be applied to the model without changing its files. */
  readonly adapter?: string
}

/** What MLX computes on: Metal's device, or the processor where there is none. */
export interface DeviceFacts {
  readonly name: string
  readonly isGpu: boolean
  /** Of the machine. */
  readonly memoryBytes: number
  /** What the device may hold at once without slowing the machine down. */
  readonly recommendedBytes: number
}

/** What the config and the tensors say of a model. Sizes in bytes. */
export interface ModelInfo {
  readonly modelType: string
  readonly layers: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  /** Of one number in the activations and in the cache. */
  readonly elementBytes: number
  readonly vocabSize: number
  readonly contextLength: number
  readonly experts: number
  readonly expertsPerToken: number
  readonly slidingWindow: number
  /** Layers that look back no further than the window; the others look at everything. */
  readonly slidingLayers: number
  /** e.g. "mxfp4 experts, affine 8-bit rest", "bfloat16" */
  readonly quantization: string
  /** Bytes of the tensors on disk. */
  readonly weightBytes: number
  /** Bytes that the weights take in memory, as they are or unpacked. */
  readonly residentBytes: number
  /** Bytes that loading takes at most beside these: tensors that are cast or unpacked lie there twice for a moment. */
  readonly loadingBytes: number
  /** Bytes of cache that one more token of context takes. */
  readonly cacheBytesPerToken: number
  readonly weights: 'packed' | 'unpacked'
  readonly device: string
  readonly adapter?: { readonly rank: number; readonly scale: number; readonly modules: number }
}

/** How tokens are drawn, in mlx-lm's order: the penalty first, then top-p, min-p, top-k, the temperature last. */
export interface Sampling {
  /** 0 takes the most likely token. */
  readonly temperature: number
  /** 1 keeps every token. */
  readonly topP: number
  /** Drops tokens with less than this part of the likeliest one's probability. Default 0: none. */
  readonly minP?: number
  /** Keeps this many of the likeliest tokens. Default 0: all. */
  readonly topK?: number
  /** Above 1 makes the last `repetitionContext` (default 20) tokens, the prompt's too, less likely. Default 1. */
  readonly repetitionPenalty?: number
  readonly repetitionContext?: number
  readonly seed: number
}

export interface DecodeRequest extends Sampling {
  /** Decoding starts from this token, the last of the prompt, which is not in the cache yet. */
  readonly lastToken: number
  readonly maxTokens: number
  /** Ends the decoding; the stop token is the last one delivered. */
  readonly stopTokens: readonly number[]
  /** What stands right before `lastToken`, for the repetition penalty: at least its context, or all there is. */
  readonly recentTokens?: readonly number[]
  /** Whether `onTokens` gets log-probabilities as well. Default false, which costs nothing. */
  readonly logprobs?: boolean
}

/** Where the time of a decode went. Making graphs is what our own code costs, beside the work of MLX. */
export interface DecodeStatistics {
  readonly tokens: number
  readonly buildSeconds: number
  /** Giving the graphs to MLX, which on the CPU waits while it has too many. */
  readonly submitSeconds: number
  /** Waiting for tokens. */
  readonly waitSeconds: number
}

export type DecodeEnd = 'stop' | 'length' | 'cancelled'

/**
 * A loaded model and its cache: sequences of tokens, one of which is selected. When a call that appends or truncates
 * fails, the selected sequence is empty afterwards and the others are as they were.
 */
export interface NativeModel {
  readonly info: ModelInfo
  /** Tokens in the selected sequence. */
  readonly length: number
  /** Bytes of all sequences, with their checkpoints. */
  readonly cacheBytes: number
  /** Of the last `decode` that is over. */
  readonly lastDecode: DecodeStatistics | undefined
  /** Appends one chunk of a prompt to the cache. The caller chooses the chunks and may stop between two. */
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
   * Forgets all tokens from `length` on: 0, the length of a checkpoint, or a length at which the sliding windows are
   * still whole, as they are before the last call that appended. Rejects with `refused` otherwise.
   */
  truncate(length: number): Promise<void>
  /** Keeps what is needed to come back to the present length: a copy of the windows of the sliding layers. */
  checkpoint(): Promise<void>
  /** Gives up the checkpoint at `length`, if there is one. */
  forget(length: number): Promise<void>
  /**
   * Copies the first `length` tokens of the selected sequence, with their checkpoints, to a new one and selects it.
   * `length` is bound as for `truncate`; 0 makes an empty sequence. Answers the new sequence's number.
   */
  fork(length: number): Promise<number>
  /** Goes on with another sequence. At first there is sequence 0. */
  select(sequence: number): Promise<void>
  /** Frees a sequence, which must not be the selected one. */
  drop(sequence: number): Promise<void>
  /** For benchmarks and memory checks: the selected sequence becomes as if it had read `length` tokens, all zeros. */
  pretend(length: number): Promise<void>
  /** Logits of the next token after `tokens` are appended, in float32: for tests and the command line. */
  logits(tokens: Int32Array): Promise<Float32Array>
  /** Bytes that MLX held at most since the last call with `reset`. */
  peakMemory(reset?: boolean): number
}

export interface Addon {
  /** The version of the MLX library that was loaded; loading fails with `engine-version` when it is not the pinned one. */
  readonly mlxVersion: string
  /** Throws `engine-failed` where Metal can't be used. */
  deviceFacts(): DeviceFacts
  /** Bytes that Metal is asked to keep in memory for weights of this size, on a machine like this. */
  wiredLimit(weightBytes: number, facts: Pick<DeviceFacts, 'memoryBytes' | 'recommendedBytes'>): number
  /** Checks a folder's config and the headers of its weight files; loads nothing. Rejects with the `model-*` codes. */
  check(folder: string, options?: LoadOptions): Promise<CheckedFolder>
}

/** A model folder that passed `preflight` and the addon's own checks. */
export interface CheckedFolder {
  readonly plan: Plan
  readonly info: ModelInfo
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

/** How a weight is packed, in the words of MLX's `quantize`. */
export interface Quantization {
  readonly mode: string
  readonly bits: number
  readonly groupSize: number
}

/** What the graph needs of config.json. */
export interface PlanConfig {
  readonly modelType: string
  readonly layers: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly experts: number
  readonly expertsPerToken: number
  readonly vocabSize: number
  readonly contextLength: number
  readonly slidingWindow: number
  /** One for each layer. */
  readonly isSliding: readonly boolean[]
  readonly rmsNormEps: number
  readonly swigluLimit: number
  readonly ropeTheta: number
  readonly yarn?: {
    readonly factor: number
    readonly betaFast: number
    readonly betaSlow: number
    readonly mscale: number
    readonly mscaleAllDim: number
    readonly originalContextLength: number
    readonly truncate: boolean
  }
  /** Without a tensor `lm_head.weight`, the embedding is the head too. */
  readonly hasTiedEmbeddings: boolean
}

export interface PlanTensor {
  readonly name: string
  /** Index into the plan's files. */
  readonly file: number
  /** Bytes from the file's start. */
  readonly offset: number
  readonly dtype: 'F32' | 'BF16' | 'F16' | 'U32' | 'U8'
  readonly shape: readonly number[]
}

/** A model folder after `preflight`: every extent is inside its file and no two overlap. */
export interface Plan {
  readonly files: readonly string[]
  readonly config: PlanConfig
  readonly quantization: {
    readonly general?: Quantization
    /** By module path; null: declared as not quantised. */
    readonly modules: Readonly<Record<string, Quantization | null>>
  }
  readonly tensors: readonly PlanTensor[]
  readonly adapter?: { readonly rank: number; readonly scale: number; readonly tensors: readonly PlanTensor[] }
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
