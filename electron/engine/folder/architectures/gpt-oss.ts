import { z } from 'zod'
import type { PlanConfig } from '../../../../native/index.js'
import { FolderError, invalidConfig } from '../folder-error.js'
import type { StoredTensor } from '../safetensors.js'
import type { Architecture, Json } from './architecture.js'
import { checkHeads, contextLength, count, epsilon, layerCount, layerTypes, parseValues } from './config-values.js'
import { readRope, ropeKeys, yarnTypes } from './rope.js'
import { sizesOf } from './stored-sizes.js'

const name = 'gpt-oss'

/** The sizes that an absent key means, as in mlx-lm: those of gpt-oss-120b. A key that is null has no meaning. */
const usualSizes = {
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

/** Names of the repositories by the number of layers. */
const repositories: Readonly<Record<number, string>> = { 24: 'gpt-oss-20b', 36: 'gpt-oss-120b' }

// Keys that mlx-lm does not read never refuse a model: `catch` gives them their usual value.
const configFile = z.looseObject({
  model_type: z.string(),
  num_hidden_layers: layerCount.default(usualSizes.num_hidden_layers),
  hidden_size: count.default(usualSizes.hidden_size),
  intermediate_size: count.default(usualSizes.intermediate_size),
  num_attention_heads: count.default(usualSizes.num_attention_heads),
  num_key_value_heads: count.default(usualSizes.num_key_value_heads),
  head_dim: count.default(usualSizes.head_dim),
  num_local_experts: count.default(usualSizes.num_local_experts),
  num_experts_per_tok: count.optional(),
  experts_per_token: count.optional().catch(undefined),
  vocab_size: count.default(usualSizes.vocab_size),
  max_position_embeddings: contextLength.catch(usualContextLength),
  sliding_window: count.default(128),
  layer_types: layerTypes.nullish(),
  rms_norm_eps: epsilon.default(1e-5),
  tie_word_embeddings: z.boolean().catch(false),
  ...ropeKeys,
})

type ConfigFile = z.infer<typeof configFile>

export const gptOss: Architecture = {
  name,
  parse,
  refuse: (config, tensors, layers) => refuseSizes(config, tensors) ?? refuseBiases(config, tensors, layers),
  suggestion: (layers) => {
    const size = typeof layers === 'number' ? repositories[layers] : undefined
    return `mlx-community/${size ?? 'gpt-oss-20b'}-MXFP4-Q4`
  },
}

function parse(config: Json): PlanConfig {
  const file = parseValues(configFile, config)
  const { layer_types: types, num_hidden_layers: layers } = file
  if (types?.length && types.length < layers) {
    throw invalidConfig('num_hidden_layers' in config ? 'layer_types' : 'num_hidden_layers')
  }
  checkHeads(file.num_attention_heads, file.num_key_value_heads, file.head_dim)
  const expertsPerToken = file.num_experts_per_tok ?? file.experts_per_token ?? 4
  if (expertsPerToken > file.num_local_experts) throw invalidConfig('num_experts_per_tok')
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
    ...readRope(file, { name, usualTheta, types: yarnTypes }),
    hasTraditionalRope: false,
    hasTiedEmbeddings: file.tie_word_embeddings,
    gptOss: { experts: file.num_local_experts, expertsPerToken },
  }
}

/** Without a list, the layers alternate. A longer list is cut, as in mlx-lm. */
function slidingLayers({ layer_types: types, num_hidden_layers: layers }: ConfigFile): readonly boolean[] {
  if (!types || types.length === 0) return Array.from({ length: layers }, (_, i) => i % 2 === 0)
  return types.slice(0, layers).map((type) => type === 'sliding_attention')
}

/** A size that the config leaves out is the usual one. */
function refuseSizes(config: Json, tensors: readonly StoredTensor[]): FolderError | undefined {
  const absent = Object.entries(usualSizes).filter(([key]) => !(key in config))
  if (absent.length === 0) return undefined
  const found = sizesOf(tensors)
  for (const [key, usual] of absent) {
    const size = found[key as keyof typeof usualSizes]
    if (size === undefined || size === usual) continue
    return new FolderError(
      'config-value',
      `The model’s config.json has no “${key}”, and its weights have ${size}. Download the model again.`,
    )
  }
  return undefined
}

/** No gpt-oss model has attention without biases. */
function refuseBiases(config: Json, tensors: readonly StoredTensor[], layers: number): FolderError | undefined {
  if (config.attention_bias !== false) return undefined
  const names = new Set(tensors.map(({ name }) => name))
  for (let layer = 0; layer < layers; layer++) {
    if (names.has(`model.layers.${layer}.self_attn.q_proj.bias`)) return undefined
  }
  return new FolderError(
    'type-unsupported',
    'The attention of this model has no biases, unlike that of gpt-oss. Choose another version of the model.',
  )
}
