import type { StoredTensor } from '../safetensors.js'

/** Returns the sizes of a model by their keys in config.json, as far as its unpacked tensors show them. */
export function sizesOf(tensors: readonly StoredTensor[]) {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]))
  const last = (name: string) => shapes.get(name)?.at(-1)
  const layer = 'model.layers.0'
  const heads = last(`${layer}.self_attn.sinks`)
  const queries = last(`${layer}.self_attn.q_proj.bias`)
  const keys = last(`${layer}.self_attn.k_proj.bias`)
  const headDim = queries !== undefined && heads ? queries / heads : undefined
  const both = last(`${layer}.mlp.experts.gate_up_proj_bias`)
  const layers = tensors.map(({ name }) => Number(/^model\.layers\.(\d{1,6})\./.exec(name)?.[1] ?? -1))
  return {
    num_hidden_layers: layers.reduce((most, index) => Math.max(most, index + 1), 0),
    hidden_size: last('model.norm.weight'),
    intermediate_size: last(`${layer}.mlp.experts.gate_proj.bias`) ?? (both === undefined ? undefined : both / 2),
    num_attention_heads: heads,
    num_key_value_heads: keys !== undefined && headDim ? keys / headDim : undefined,
    head_dim: headDim,
    num_local_experts: last(`${layer}.mlp.router.bias`),
    vocab_size: shapes.get('model.embed_tokens.weight')?.[0],
  }
}
