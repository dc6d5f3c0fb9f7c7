import type { Json } from './model-folder.js'

/** A dense model of a few kilobytes with everything that a config can have. */
const sizes = { layers: 2, hidden: 64, inner: 128, heads: 4, kvHeads: 2, headDim: 32, vocabulary: 32 } as const

export const microDenseConfig: Json = {
  model_type: 'llama',
  num_hidden_layers: sizes.layers,
  hidden_size: sizes.hidden,
  intermediate_size: sizes.inner,
  num_attention_heads: sizes.heads,
  num_key_value_heads: sizes.kvHeads,
  head_dim: sizes.headDim,
  vocab_size: sizes.vocabulary,
  max_position_embeddings: 8_192,
  rms_norm_eps: 1e-5,
  rope_theta: 500_000,
  rope_scaling: {
    rope_type: 'llama3',
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 1_024,
  },
  rope_traditional: false,
  attention_bias: true,
  mlp_bias: false,
  tie_word_embeddings: true,
  layer_types: ['sliding_attention', 'full_attention'],
  sliding_window: 16,
  quantization: { group_size: 64, bits: 4, 'model.embed_tokens': { group_size: 32, bits: 8 } },
}

export const microDenseQuery = {
  path: 'model.layers.0.self_attn.q_proj',
  shape: [sizes.heads * sizes.headDim, sizes.hidden],
} as const

export function microDenseShapes(): Record<string, readonly [dtype: string, ...shape: number[]]> {
  const { hidden, inner, heads, kvHeads, headDim, vocabulary } = sizes
  const shapes: Record<string, readonly [dtype: string, ...shape: number[]]> = { 'model.norm.weight': ['BF16', hidden] }
  const matrix = (path: string, [rows, columns]: readonly [number, number], bits = 4, group = 64) => {
    shapes[`${path}.weight`] = ['U32', rows, (columns * bits) / 32]
    for (const part of ['scales', 'biases']) shapes[`${path}.${part}`] = ['BF16', rows, columns / group]
  }
  matrix('model.embed_tokens', [vocabulary, hidden], 8, 32)
  const attention = {
    q: [heads * headDim, hidden],
    k: [kvHeads * headDim, hidden],
    v: [kvHeads * headDim, hidden],
    o: [hidden, heads * headDim],
  } as const
  const mlp = { gate: [inner, hidden], up: [inner, hidden], down: [hidden, inner] } as const
  for (let layer = 0; layer < sizes.layers; layer++) {
    const base = `model.layers.${layer}`
    for (const norm of ['input', 'post_attention']) shapes[`${base}.${norm}_layernorm.weight`] = ['BF16', hidden]
    for (const [name, shape] of Object.entries(attention)) {
      matrix(`${base}.self_attn.${name}_proj`, shape)
      shapes[`${base}.self_attn.${name}_proj.bias`] = ['BF16', shape[0]]
    }
    for (const [name, shape] of Object.entries(mlp)) matrix(`${base}.mlp.${name}_proj`, shape)
  }
  return shapes
}
