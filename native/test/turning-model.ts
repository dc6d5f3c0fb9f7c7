import { changedModel, type Header, type Json, safetensors } from './model-folder.js'

export const headDim = 64
export const pairs = headDim / 2
const hiddenSize = 64
const marker = hiddenSize - 2
const constant = hiddenSize - 1
export const theta = 150_000
const epsilon = 1e-5

/** The part of token 0's value that reaches the output if its weight is 1. */
export const wholeValue = 1 / Math.sqrt(2 / hiddenSize + epsilon)

/**
 * A model whose logits show the speed at which each pair of dimensions turns. Head h uses only pair h: its query and the
 * key one token earlier give the score `strength · sin(speed)`, which determines how much of token 0's value reaches
 * the output. Logit h is that amount; the last logit is the scale of the others.
 */
export function turningModel(rope: Json | null): string {
  const zeros = (...shape: number[]) => ({ shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) })
  const filled = (shape: number[], ones: Iterable<readonly [index: number, value: number]>) => {
    const tensor = zeros(...shape)
    for (const [index, value] of ones) tensor.values[index] = value
    return tensor
  }
  const ones = (size: number) => ({ shape: [size], values: new Float32Array(size).fill(1) })
  const each = (place: (pair: number) => readonly [number, number]) => Array.from({ length: pairs }, (_, i) => place(i))
  const width = pairs * headDim
  const layer = 'model.layers.0'
  const expert = (name: string) => ({
    [`${layer}.mlp.experts.${name}.weight`]: zeros(1, hiddenSize, hiddenSize),
    [`${layer}.mlp.experts.${name}.bias`]: zeros(1, hiddenSize),
  })
  const tensors = floatTensors({
    'model.embed_tokens.weight': filled(
      [pairs + 1, hiddenSize],
      [
        [marker, 1],
        [constant, 1],
        [hiddenSize + constant, 1],
      ],
    ),
    'model.norm.weight': ones(hiddenSize),
    'lm_head.weight': filled(
      [pairs + 1, hiddenSize],
      [...each((i) => [i * hiddenSize + i, 1]), [pairs * hiddenSize + constant, 1]],
    ),
    [`${layer}.input_layernorm.weight`]: ones(hiddenSize),
    [`${layer}.post_attention_layernorm.weight`]: ones(hiddenSize),
    [`${layer}.self_attn.sinks`]: { shape: [pairs], values: new Float32Array(pairs).fill(-1e9) },
    [`${layer}.self_attn.q_proj.weight`]: zeros(width, hiddenSize),
    [`${layer}.self_attn.q_proj.bias`]: filled(
      [width],
      each((i) => [i * headDim + i, 1]),
    ),
    [`${layer}.self_attn.k_proj.weight`]: zeros(width, hiddenSize),
    [`${layer}.self_attn.k_proj.bias`]: filled(
      [width],
      each((i) => [i * headDim + pairs + i, keyLength(i)]),
    ),
    [`${layer}.self_attn.v_proj.weight`]: filled(
      [width, hiddenSize],
      each((i) => [i * headDim * hiddenSize + marker, 1]),
    ),
    [`${layer}.self_attn.v_proj.bias`]: zeros(width),
    [`${layer}.self_attn.o_proj.weight`]: filled(
      [hiddenSize, width],
      each((i) => [i * width + i * headDim, 1]),
    ),
    [`${layer}.self_attn.o_proj.bias`]: zeros(hiddenSize),
    [`${layer}.mlp.router.weight`]: zeros(1, hiddenSize),
    [`${layer}.mlp.router.bias`]: zeros(1),
    ...expert('gate_proj'),
    ...expert('up_proj'),
    ...expert('down_proj'),
  })
  const config = {
    model_type: 'gpt_oss',
    num_hidden_layers: 1,
    layer_types: ['full_attention'],
    hidden_size: hiddenSize,
    intermediate_size: hiddenSize,
    num_attention_heads: pairs,
    num_key_value_heads: pairs,
    head_dim: headDim,
    num_local_experts: 1,
    num_experts_per_tok: 1,
    vocab_size: pairs + 1,
    max_position_embeddings: 131072,
    sliding_window: 128,
    rms_norm_eps: epsilon,
    rope_theta: theta,
    rope_scaling: rope,
  }
  return changedModel({ 'config.json': config, 'model.safetensors': tensors })
}

/** Slower pairs have longer keys, so that all scores are near 1. */
export function keyLength(pair: number): number {
  return Math.sqrt(headDim) * theta ** (pair / pairs)
}

interface FloatTensor {
  readonly shape: number[]
  readonly values: Float32Array
}

function floatTensors(tensors: Readonly<Record<string, FloatTensor>>): Buffer {
  let end = 0
  const header: Header = {}
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] }
    end += values.byteLength
  }
  return safetensors(header, Buffer.concat(Object.values(tensors).map(({ values }) => Buffer.from(values.buffer))))
}
