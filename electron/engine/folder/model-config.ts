import { z } from 'zod'
import type { Plan, PlanConfig, Quantization } from '../../../native/index.js'
import { FolderError, toPrintable } from './folder-error.js'
import { isRecord } from './json.js'

// Far above any model, and low enough that shapes, and the products checked below, stay within 32 bits.
const maxSize = 1_048_576
const count = z.int().min(1).max(maxSize)
// Within float32's range, with room for products.
const positive = z.number().min(1e-12).max(1e12)
/** More than any model has. */
const maxModules = 65_536

// YaRN divides by the logarithm of theta, which is 0 at 1.
const theta = positive.gt(1)

const rope = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: theta.optional(),
  factor: positive.optional(),
  beta_fast: positive.default(32),
  beta_slow: positive.default(1),
  mscale: z.number().min(0).max(1e6).default(1),
  mscale_all_dim: z.number().min(0).max(1e6).default(0),
  original_max_position_embeddings: count.default(4096),
  truncate: z.boolean().default(true),
})

// It has an entry for each module. They are read by hand because a schema takes far longer.
const packingTable = z.custom<Readonly<Record<string, unknown>>>(isRecord)

const configFile = z
  .looseObject({
    model_type: z.string(),
    num_hidden_layers: count.max(1024),
    hidden_size: count,
    intermediate_size: count,
    num_attention_heads: count,
    num_key_value_heads: count,
    head_dim: count,
    num_local_experts: count,
    num_experts_per_tok: count.optional(),
    experts_per_token: count.optional(),
    vocab_size: count,
    max_position_embeddings: count.max(16_777_216),
    sliding_window: count,
    layer_types: z.array(z.enum(['sliding_attention', 'full_attention'])).optional(),
    rms_norm_eps: positive,
    swiglu_limit: positive.default(7),
    rope_theta: theta.optional(),
    rope_scaling: rope.nullish(),
    rope_parameters: rope.nullish(),
    attention_bias: z.literal(true).default(true),
    tie_word_embeddings: z.boolean().default(false),
    quantization: packingTable.nullish(),
    quantization_config: packingTable.nullish(),
  })
  .refine(
    (config) =>
      config.num_attention_heads * config.head_dim <= maxSize &&
      config.num_key_value_heads * config.head_dim <= maxSize,
    { path: ['head_dim'] },
  )

type ConfigFile = z.infer<typeof configFile>

/** Reads what the graph needs from config.json. Throws `config-value` or `…-unsupported`; the message names the key. */
export function parseConfig(json: unknown): Pick<Plan, 'config' | 'quantization'> {
  const known = isRecord(json) ? json : {}
  const { model_type: type } = known
  if (typeof type !== 'string') {
    if ('num_experts' in known && 'swiglu_limit' in known) {
      throw new FolderError(
        'type-unsupported',
        'This is the folder “original” of OpenAI’s download. Choose the folder that contains it.',
      )
    }
    throw invalid('model_type')
  }
  if (type !== 'gpt_oss') {
    throw new FolderError('type-unsupported', `This model has the type “${toPrintable(type)}”. Choose a gpt-oss model.`)
  }
  // Compiling the schema takes longer than using it once.
  const parsed = configFile.safeParse(json, { jitless: true })
  if (!parsed.success) throw invalid(parsed.error.issues[0]?.path.join('.') ?? 'config')
  return { config: toConfig(parsed.data), quantization: toQuantization(parsed.data) }
}

function toConfig(file: ConfigFile): PlanConfig {
  const layers = file.num_hidden_layers
  const types =
    file.layer_types ?? Array.from({ length: layers }, (_, i) => (i % 2 ? 'full_attention' : 'sliding_attention'))
  if (types.length !== layers) throw invalid('layer_types')
  if (file.num_attention_heads % file.num_key_value_heads !== 0) throw invalid('num_key_value_heads')
  if (file.head_dim % 2 !== 0) throw invalid('head_dim')
  const expertsPerToken = file.num_experts_per_tok ?? file.experts_per_token
  if (expertsPerToken === undefined || expertsPerToken > file.num_local_experts) throw invalid('num_experts_per_tok')
  const ropeTheta = file.rope_theta ?? file.rope_scaling?.rope_theta ?? file.rope_parameters?.rope_theta
  if (ropeTheta === undefined) throw invalid('rope_theta')
  return {
    modelType: file.model_type,
    layers,
    hiddenSize: file.hidden_size,
    intermediateSize: file.intermediate_size,
    heads: file.num_attention_heads,
    kvHeads: file.num_key_value_heads,
    headDim: file.head_dim,
    experts: file.num_local_experts,
    expertsPerToken,
    vocabSize: file.vocab_size,
    contextLength: file.max_position_embeddings,
    slidingWindow: file.sliding_window,
    isSliding: types.map((type) => type === 'sliding_attention'),
    rmsNormEps: file.rms_norm_eps,
    swigluLimit: file.swiglu_limit,
    ropeTheta,
    yarn: toYarn(file),
    hasTiedEmbeddings: file.tie_word_embeddings,
  }
}

function toYarn(file: ConfigFile): PlanConfig['yarn'] {
  const scaling = file.rope_scaling ?? file.rope_parameters
  const type = scaling?.rope_type ?? scaling?.type ?? 'default'
  if (!scaling || type === 'default') return undefined
  if (type !== 'yarn') {
    throw new FolderError(
      'rope-unsupported',
      `The config has the rope_type “${toPrintable(type)}”, which gpt-oss does not use. Choose another version of the model.`,
    )
  }
  if (scaling.factor === undefined) throw invalid('rope_scaling.factor')
  return {
    factor: scaling.factor,
    betaFast: scaling.beta_fast,
    betaSlow: scaling.beta_slow,
    mscale: scaling.mscale,
    mscaleAllDim: scaling.mscale_all_dim,
    originalContextLength: scaling.original_max_position_embeddings,
    truncate: scaling.truncate,
  }
}

/** MLX stores general arguments and an entry for each module that differs; OpenAI's files store only a method. */
function toQuantization(file: ConfigFile): Plan['quantization'] {
  const packingTable = file.quantization ?? file.quantization_config
  if (!packingTable || Object.keys(packingTable).length === 0) return { modules: {} }
  if (!('bits' in packingTable) && 'quant_method' in packingTable)
    return { general: packingOf(packingTable.quant_method), modules: {} }
  const general = toPacking(packingTable)
  if (!general) throw invalid('quantization')
  const modules: [string, Quantization | null][] = []
  for (const [path, entry] of Object.entries(packingTable)) {
    if (entry === false) modules.push([path, null])
    if (!isRecord(entry)) continue
    const own = toPacking(entry)
    if (!own) throw invalid(`quantization.${path}`)
    modules.push([path, own])
  }
  if (modules.length > maxModules) throw invalid('quantization')
  // `fromEntries` instead of assignment, because a path may be `__proto__`.
  return { general, modules: Object.fromEntries(modules) }
}

/** Returns the packing of files that name only a method, such as OpenAI's own. */
function packingOf(method: unknown): Quantization {
  if (method === 'mxfp4') return { mode: 'mxfp4', bits: 4, groupSize: 32 }
  throw new FolderError(
    'packing-unsupported',
    `The weights are packed as “${toPrintable(String(method))}”, which Parley can’t read. Choose another version of the model.`,
  )
}

/** Returns `undefined` if the entry is invalid. The default mode is affine, whatever the general mode is. */
function toPacking(entry: Readonly<Record<string, unknown>>): Quantization | undefined {
  const { mode = 'affine', bits, group_size: groupSize } = entry
  return typeof mode === 'string' && isValidSize(bits) && isValidSize(groupSize) ? { mode, bits, groupSize } : undefined
}

function isValidSize(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxSize
}

function invalid(key: string): FolderError {
  return new FolderError(
    'config-value',
    `The model’s config.json has no usable “${toPrintable(key)}”. Download the model again.`,
  )
}
