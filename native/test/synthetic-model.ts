import type { Json } from './model-folder.js'

/** The sizes in config.json that determine the shapes of a gpt_oss model's tensors. */
export interface Sizes {
  readonly layers: number
  readonly hidden: number
  readonly inner: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly experts: number
  readonly vocabulary: number
}

/** A model of a few kilobytes. */
export const microSizes: Sizes = {
  layers: 2,
  hidden: 64,
  inner: 32,
  heads: 4,
  kvHeads: 2,
  headDim: 16,
  experts: 4,
  vocabulary: 32,
}

export const sizesOf120b: Sizes = {
  layers: 36,
  hidden: 2880,
  inner: 2880,
  heads: 64,
  kvHeads: 8,
  headDim: 64,
  experts: 128,
  vocabulary: 201_088,
}

type Shapes = Record<string, readonly [dtype: string, ...shape: number[]]>

const affine = { group_size: 64, bits: 4 }

/** config.json in mlx-community's form for MXFP4-Q4: one entry per module that is not an expert. */
export function configOf(s: Sizes): Json {
  const attention = ['q', 'k', 'v', 'o'].map((name) => `self_attn.${name}_proj`)
  const layers = Array.from({ length: s.layers }, (_, i) => `model.layers.${i}`)
  const quantization = Object.fromEntries([
    ['group_size', 32],
    ['bits', 4],
    ['mode', 'mxfp4'],
    ...['model.embed_tokens', 'lm_head'].map((path) => [path, affine]),
    ...layers.flatMap((layer) => attention.map((name) => [`${layer}.${name}`, affine])),
    ...layers.map((layer) => [`${layer}.mlp.router`, { group_size: 64, bits: 8 }]),
  ])
  return {
    model_type: 'gpt_oss',
    num_hidden_layers: s.layers,
    hidden_size: s.hidden,
    intermediate_size: s.inner,
    num_attention_heads: s.heads,
    num_key_value_heads: s.kvHeads,
    head_dim: s.headDim,
    num_local_experts: s.experts,
    num_experts_per_tok: 4,
    vocab_size: s.vocabulary,
    max_position_embeddings: 131_072,
    sliding_window: 128,
    rms_norm_eps: 1e-5,
    rope_theta: 150_000,
    rope_scaling: {
      rope_type: 'yarn',
      factor: 32,
      beta_fast: 32,
      beta_slow: 1,
      original_max_position_embeddings: 4096,
    },
    quantization,
    quantization_config: quantization,
  }
}

/** The tensors of MXFP4-Q4 by their names. */
export function shapesOf(s: Sizes): Shapes {
  const shapes: Shapes = { 'model.norm.weight': ['BF16', s.hidden] }
  const matrix = (path: string, rows: number, columns: number, bits = affine.bits) => {
    const groups = columns / affine.group_size
    shapes[`${path}.weight`] = ['U32', rows, (columns * bits) / 32]
    for (const part of ['scales', 'biases']) shapes[`${path}.${part}`] = ['BF16', rows, groups]
  }
  matrix('model.embed_tokens', s.vocabulary, s.hidden)
  matrix('lm_head', s.vocabulary, s.hidden)
  for (let i = 0; i < s.layers; i++) {
    const base = `model.layers.${i}`
    shapes[`${base}.self_attn.sinks`] = ['BF16', s.heads]
    for (const norm of ['input', 'post_attention']) shapes[`${base}.${norm}_layernorm.weight`] = ['BF16', s.hidden]
    const [queries, keys] = [s.heads * s.headDim, s.kvHeads * s.headDim]
    const attention = { q: [queries, s.hidden], k: [keys, s.hidden], v: [keys, s.hidden], o: [s.hidden, queries] }
    for (const [name, [rows = 0, columns = 0]] of Object.entries(attention)) {
      matrix(`${base}.self_attn.${name}_proj`, rows, columns)
      shapes[`${base}.self_attn.${name}_proj.bias`] = ['BF16', rows]
    }
    matrix(`${base}.mlp.router`, s.experts, s.hidden, 8)
    shapes[`${base}.mlp.router.bias`] = ['BF16', s.experts]
    const experts = { gate: [s.inner, s.hidden], up: [s.inner, s.hidden], down: [s.hidden, s.inner] }
    for (const [name, [rows = 0, columns = 0]] of Object.entries(experts)) {
      const path = `${base}.mlp.experts.${name}_proj`
      shapes[`${path}.weight`] = ['U32', s.experts, rows, columns / 8]
      shapes[`${path}.scales`] = ['U8', s.experts, rows, columns / 32]
      shapes[`${path}.bias`] = ['BF16', s.experts, rows]
    }
  }
  return shapes
}
