import type { ModelInfo } from '../index.js'
import { changedModel, type Json, tinyConfig, zeroTensors } from './model-folder.js'

export type ZeroModelSizes = Pick<
  ModelInfo,
  | 'layers'
  | 'hiddenSize'
  | 'intermediateSize'
  | 'heads'
  | 'kvHeads'
  | 'headDim'
  | 'experts'
  | 'expertsPerToken'
  | 'vocabSize'
  | 'contextLength'
  | 'slidingWindow'
>

/** A model folder of these sizes whose bf16 weights are all zeros, for tests in which only sizes matter. */
export function zeroModel(sizes: ZeroModelSizes): string {
  const { hiddenSize: hidden, intermediateSize: inner, heads, kvHeads, headDim, experts } = sizes
  const tensors: Record<string, readonly ['BF16', ...number[]]> = {
    'model.embed_tokens.weight': ['BF16', sizes.vocabSize, hidden],
    'model.norm.weight': ['BF16', hidden],
    'lm_head.weight': ['BF16', sizes.vocabSize, hidden],
  }
  const linear = (path: string, ...shape: number[]) => {
    tensors[`${path}.weight`] = ['BF16', ...shape]
    tensors[`${path}.bias`] = ['BF16', ...shape.slice(0, -1)]
  }
  for (let layer = 0; layer < sizes.layers; layer++) {
    const base = `model.layers.${layer}`
    tensors[`${base}.input_layernorm.weight`] = ['BF16', hidden]
    tensors[`${base}.post_attention_layernorm.weight`] = ['BF16', hidden]
    tensors[`${base}.self_attn.sinks`] = ['BF16', heads]
    linear(`${base}.self_attn.q_proj`, heads * headDim, hidden)
    for (const name of ['k_proj', 'v_proj']) linear(`${base}.self_attn.${name}`, kvHeads * headDim, hidden)
    linear(`${base}.self_attn.o_proj`, hidden, heads * headDim)
    linear(`${base}.mlp.router`, experts, hidden)
    for (const name of ['gate_proj', 'up_proj']) linear(`${base}.mlp.experts.${name}`, experts, inner, hidden)
    linear(`${base}.mlp.experts.down_proj`, experts, hidden, inner)
  }
  const { quantization, quantization_config, ...rest } = tinyConfig
  const config: Json = {
    ...rest,
    num_hidden_layers: sizes.layers,
    layer_types: Array.from({ length: sizes.layers }, (_, i) => (i % 2 ? 'full_attention' : 'sliding_attention')),
    hidden_size: hidden,
    intermediate_size: inner,
    num_attention_heads: heads,
    num_key_value_heads: kvHeads,
    head_dim: headDim,
    num_local_experts: experts,
    num_experts_per_tok: sizes.expertsPerToken,
    experts_per_token: sizes.expertsPerToken,
    vocab_size: sizes.vocabSize,
    max_position_embeddings: sizes.contextLength,
    sliding_window: sizes.slidingWindow,
  }
  return changedModel({ 'config.json': config, 'model.safetensors': zeroTensors(tensors) })
}

export type ZeroDenseSizes = Omit<ZeroModelSizes, 'experts' | 'expertsPerToken' | 'slidingWindow'> & {
  readonly isTied: boolean
}

/** The same for Llama's graph, without biases. */
export function zeroDenseModel(sizes: ZeroDenseSizes): string {
  const { hiddenSize: hidden, intermediateSize: inner, heads, kvHeads, headDim, vocabSize, isTied } = sizes
  const tensors: Record<string, readonly ['BF16', ...number[]]> = {
    'model.embed_tokens.weight': ['BF16', vocabSize, hidden],
    'model.norm.weight': ['BF16', hidden],
    ...(!isTied && { 'lm_head.weight': ['BF16', vocabSize, hidden] }),
  }
  for (let layer = 0; layer < sizes.layers; layer++) {
    const base = `model.layers.${layer}`
    const shapes = {
      input_layernorm: [hidden],
      post_attention_layernorm: [hidden],
      'self_attn.q_proj': [heads * headDim, hidden],
      'self_attn.k_proj': [kvHeads * headDim, hidden],
      'self_attn.v_proj': [kvHeads * headDim, hidden],
      'self_attn.o_proj': [hidden, heads * headDim],
      'mlp.gate_proj': [inner, hidden],
      'mlp.up_proj': [inner, hidden],
      'mlp.down_proj': [hidden, inner],
    }
    for (const [name, shape] of Object.entries(shapes)) tensors[`${base}.${name}.weight`] = ['BF16', ...shape]
  }
  const config: Json = {
    model_type: 'llama',
    num_hidden_layers: sizes.layers,
    hidden_size: hidden,
    intermediate_size: inner,
    num_attention_heads: heads,
    num_key_value_heads: kvHeads,
    head_dim: headDim,
    vocab_size: vocabSize,
    max_position_embeddings: sizes.contextLength,
    rms_norm_eps: 1e-5,
    tie_word_embeddings: isTied,
  }
  return changedModel({ 'config.json': config, 'model.safetensors': zeroTensors(tensors) })
}
