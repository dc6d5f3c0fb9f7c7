import { z } from 'zod'
import { AppError } from '../../contract/errors.js'
import type { Plan, PlanConfig, Quantization } from '../../native/index.js'

// Far above any model. A product of two that becomes a shape is bounded as well, far below what overflows 32 bits.
const widest = 1_048_576
const count = z.int().min(1).max(widest)
const positive = z.number().positive()

const rope = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: positive.optional(),
  factor: positive.optional(),
  beta_fast: positive.default(32),
  beta_slow: positive.default(1),
  mscale: z.number().default(1),
  mscale_all_dim: z.number().default(0),
  original_max_position_embeddings: count.default(4096),
  truncate: z.boolean().default(true),
})

const packing = z.looseObject({
  group_size: z.int().positive(),
  bits: z.int().positive(),
  mode: z.string().default('affine'),
})

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
    rope_theta: positive.optional(),
    rope_scaling: rope.nullish(),
    rope_parameters: rope.nullish(),
    attention_bias: z.literal(true).default(true),
    tie_word_embeddings: z.literal(false).default(false),
    quantization: z.looseObject({}).nullish(),
    quantization_config: z.looseObject({}).nullish(),
  })
  .refine(
    (config) =>
      config.num_attention_heads * config.head_dim <= widest && config.num_key_value_heads * config.head_dim <= widest,
    { path: ['head_dim'] },
  )

type ConfigFile = z.infer<typeof configFile>

/** What the graph needs of config.json's text. Throws `model-invalid` or `model-unsupported`, naming the key. */
export function parseConfig(text: string): Pick<Plan, 'config' | 'quantization'> {
  const json = parseJson(text)
  const type = z.looseObject({ model_type: z.string() }).safeParse(json)
  if (!type.success) throw invalid('model_type')
  if (type.data.model_type !== 'gpt_oss') {
    throw new AppError(
      'model-unsupported',
      `This is a model of the type “${type.data.model_type.slice(0, 80)}”. Choose a gpt-oss model.`,
    )
  }
  const parsed = configFile.safeParse(json)
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
  const ropeTheta = file.rope_theta ?? file.rope_parameters?.rope_theta
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
  }
}

function toYarn(file: ConfigFile): PlanConfig['yarn'] {
  const scaling = file.rope_scaling ?? file.rope_parameters
  const type = scaling?.rope_type ?? scaling?.type ?? 'default'
  if (!scaling || type === 'default') return undefined
  if (type !== 'yarn') {
    throw new AppError('model-unsupported', `The config’s rope_type “${type.slice(0, 80)}” is none that gpt-oss uses.`)
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

/** MLX's dictionary: general arguments, and an entry for each module that differs. */
function toQuantization(file: ConfigFile): Plan['quantization'] {
  const table = file.quantization ?? file.quantization_config
  const modules: Record<string, Quantization | null> = {}
  // OpenAI's own files have a `quant_method` instead, which says nothing of single modules.
  if (!table || !('bits' in table)) return { modules }
  const general = packing.safeParse(table)
  if (!general.success) throw invalid('quantization')
  for (const [path, entry] of Object.entries(table)) {
    if (entry === false) modules[path] = null
    if (typeof entry !== 'object' || entry === null) continue
    const own = packing.safeParse(entry)
    if (!own.success) throw invalid(`quantization.${path}`)
    modules[path] = toPacking(own.data)
  }
  return { general: toPacking(general.data), modules }
}

function toPacking({ mode, bits, group_size }: z.infer<typeof packing>): Quantization {
  return { mode, bits, groupSize: group_size }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('model-invalid', 'The model’s config.json is no JSON. Download the model again.', { cause })
  }
}

function invalid(key: string): AppError {
  return new AppError(
    'model-invalid',
    `The model’s config.json has no usable “${key.slice(0, 120)}”. Download the model again.`,
  )
}
