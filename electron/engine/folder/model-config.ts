import { z } from 'zod'
import type { Plan, PlanConfig, RopeScaling } from '../../../native/index.js'
import { FolderError, invalidConfig, toPrintable } from './folder-error.js'
import { refuseForeignConfig } from './foreign-model.js'
import { isRecord } from './json.js'
import { packingTable, toQuantization } from './packing.js'

// Far above any model, and low enough that shapes, and the products checked below, stay within 32 bits.
const maxSize = 1_048_576
const count = z.int().min(1).max(maxSize)
// Within float32's range, with room for products.
const positive = z.number().min(1e-12).max(1e12)

// YaRN divides by the logarithm of theta, which is 0 at 1.
const theta = positive.gt(1)

/** The sizes that an absent key means, as in mlx-lm: those of gpt-oss-120b. A key that is null has no meaning. */
export const usualSizes = {
  num_hidden_layers: 36,
  hidden_size: 2_880,
  intermediate_size: 2_880,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  head_dim: 64,
  num_local_experts: 128,
  vocab_size: 201_088,
} as const

const usualContextLength = 131_072
const usualTheta = 150_000

const rope = z.looseObject({
  rope_type: z.string().nullish(),
  type: z.string().nullish(),
  rope_theta: theta.optional(),
})

const yarn = z.looseObject({
  factor: positive,
  beta_fast: positive.default(32),
  beta_slow: positive.default(1),
  mscale: z.number().min(0).max(1e6).default(1),
  mscale_all_dim: z.number().min(0).max(1e6).default(0),
  original_max_position_embeddings: count.default(4096),
  truncate: z.boolean().catch(true),
})

const yarnTypes = ['yarn', 'deepseek_yarn', 'telechat3-yarn']

// Keys that mlx-lm does not read never refuse a model: `catch` gives them their usual value.
const configFile = z
  .looseObject({
    model_type: z.string(),
    num_hidden_layers: count.max(1024).default(usualSizes.num_hidden_layers),
    hidden_size: count.default(usualSizes.hidden_size),
    intermediate_size: count.default(usualSizes.intermediate_size),
    num_attention_heads: count.default(usualSizes.num_attention_heads),
    num_key_value_heads: count.default(usualSizes.num_key_value_heads),
    head_dim: count.default(usualSizes.head_dim),
    num_local_experts: count.default(usualSizes.num_local_experts),
    num_experts_per_tok: count.optional(),
    experts_per_token: count.optional().catch(undefined),
    vocab_size: count.default(usualSizes.vocab_size),
    max_position_embeddings: count.max(16_777_216).catch(usualContextLength),
    sliding_window: count.default(128),
    layer_types: z.array(z.enum(['sliding_attention', 'full_attention'])).nullish(),
    rms_norm_eps: z.number().min(1e-38).max(1e12).default(1e-5),
    rope_theta: theta.nullish(),
    rope_scaling: rope.nullish(),
    rope_parameters: rope.nullish().catch(undefined),
    tie_word_embeddings: z.boolean().catch(false),
    quantization: packingTable.nullish(),
    quantization_config: packingTable.nullish().catch(undefined),
  })
  .refine(
    (config) =>
      config.num_attention_heads * config.head_dim <= maxSize &&
      config.num_key_value_heads * config.head_dim <= maxSize,
    { path: ['head_dim'] },
  )

type ConfigFile = z.infer<typeof configFile>

/**
 * Reads what the graph needs from config.json, with mlx-lm's meaning of absent and null keys. Throws `config-value` or
 * `…-unsupported`; the message names the key.
 */
export function parseConfig(json: unknown): Pick<Plan, 'config' | 'quantization'> {
  const known = isRecord(json) ? json : {}
  if (typeof known.model_type !== 'string') {
    if ('num_experts' in known && 'swiglu_limit' in known) {
      throw new FolderError(
        'type-unsupported',
        'This is the folder “original” of OpenAI’s download. Choose the folder that contains it.',
      )
    }
    if (!isRecord(json) || 'model_type' in known) throw invalidConfig('model_type')
    throw new FolderError(
      'type-unsupported',
      'The config.json of this folder names no type of model. Choose the folder of a gpt-oss model.',
    )
  }
  const foreign = refuseForeignConfig(known)
  if (foreign) throw foreign
  // Compiling the schema takes longer than using it once.
  const parsed = configFile.safeParse(json, { jitless: true })
  if (!parsed.success) throw invalidConfig(parsed.error.issues[0]?.path.join('.') ?? 'config')
  const { layer_types: types, num_hidden_layers: layers } = parsed.data
  if (types?.length && types.length < layers) {
    throw invalidConfig('num_hidden_layers' in known ? 'layer_types' : 'num_hidden_layers')
  }
  return { config: toConfig(parsed.data), quantization: toQuantization(parsed.data) }
}

function toConfig(file: ConfigFile): PlanConfig {
  const layers = file.num_hidden_layers
  if (file.num_attention_heads % file.num_key_value_heads !== 0) throw invalidConfig('num_key_value_heads')
  if (file.head_dim % 2 !== 0) throw invalidConfig('head_dim')
  const expertsPerToken = file.num_experts_per_tok ?? file.experts_per_token ?? 4
  if (expertsPerToken > file.num_local_experts) throw invalidConfig('num_experts_per_tok')
  const ropeTheta = file.rope_theta ?? file.rope_scaling?.rope_theta ?? file.rope_parameters?.rope_theta
  if (ropeTheta === undefined && file.rope_theta === null) throw invalidConfig('rope_theta')
  return {
    modelType: file.model_type,
    layers,
    hiddenSize: file.hidden_size,
    intermediateSize: file.intermediate_size,
    heads: file.num_attention_heads,
    kvHeads: file.num_key_value_heads,
    headDim: file.head_dim,
    vocabSize: file.vocab_size,
    contextLength: file.max_position_embeddings,
    slidingWindow: file.sliding_window,
    isSliding: slidingLayers(file),
    rmsNormEps: file.rms_norm_eps,
    ropeTheta: ropeTheta ?? usualTheta,
    ropeScaling: toYarn(file),
    hasTiedEmbeddings: file.tie_word_embeddings,
    gptOss: { experts: file.num_local_experts, expertsPerToken },
  }
}

/** Without a list, the layers alternate. A longer list is cut, as in mlx-lm. */
function slidingLayers({ layer_types: types, num_hidden_layers: layers }: ConfigFile): readonly boolean[] {
  if (!types || types.length === 0) return Array.from({ length: layers }, (_, i) => i % 2 === 0)
  return types.slice(0, layers).map((type) => type === 'sliding_attention')
}

function toYarn(file: ConfigFile): RopeScaling | undefined {
  const isOld = Boolean(file.rope_scaling)
  const scaling = file.rope_scaling ?? file.rope_parameters
  const type = scaling?.type || scaling?.rope_type
  if (!scaling || type === 'default' || type === undefined) return undefined
  if (type === null || !yarnTypes.includes(type)) {
    throw new FolderError(
      'rope-unsupported',
      `The config has the rope_type “${toPrintable(String(type))}”, which gpt-oss does not use. Choose another version of the model.`,
    )
  }
  const parsed = yarn.safeParse(scaling, { jitless: true })
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.path.join('.') ?? ''
    throw invalidConfig(`${isOld ? 'rope_scaling' : 'rope_parameters'}.${key}`)
  }
  return {
    type: 'yarn',
    factor: parsed.data.factor,
    betaFast: parsed.data.beta_fast,
    betaSlow: parsed.data.beta_slow,
    mscale: parsed.data.mscale,
    mscaleAllDim: parsed.data.mscale_all_dim,
    originalContextLength: parsed.data.original_max_position_embeddings,
    truncate: parsed.data.truncate,
  }
}
