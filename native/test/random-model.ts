import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Header, safetensors, temporaryFolder, tinyConfig } from './model-folder.js'

/** Sizes of a model with random float32 weights. */
export interface RandomModel {
  /** One letter for each layer: s for sliding, f for full attention. */
  readonly layers: string
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly window: number
  readonly contextLength: number
  readonly seed?: number
}

const hidden = 32
const experts = 4
const vocab = 64

/** Makes a folder with such a model. It is removed after the test. */
export function randomModel(model: RandomModel): string {
  const { layers, heads, kvHeads, headDim, window, contextLength, seed = 1 } = model
  const folder = temporaryFolder()
  const config = {
    ...tinyConfig,
    hidden_size: hidden,
    intermediate_size: hidden,
    num_hidden_layers: layers.length,
    layer_types: [...layers].map((letter) => (letter === 's' ? 'sliding_attention' : 'full_attention')),
    num_attention_heads: heads,
    num_key_value_heads: kvHeads,
    head_dim: headDim,
    sliding_window: window,
    num_local_experts: experts,
    num_experts_per_tok: 2,
    experts_per_token: 2,
    vocab_size: vocab,
    max_position_embeddings: contextLength,
    eos_token_id: 63,
    quantization: undefined,
    quantization_config: undefined,
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'model.safetensors'), randomTensors(shapes(model), seed))
  return folder
}

function shapes({ layers, heads, kvHeads, headDim }: RandomModel): Record<string, readonly number[]> {
  const all: Record<string, readonly number[]> = {
    'model.embed_tokens.weight': [vocab, hidden],
    'model.norm.weight': [hidden],
    'lm_head.weight': [vocab, hidden],
  }
  const linear = (name: string, ...shape: readonly number[]) => {
    all[`${name}.weight`] = shape
    all[`${name}.bias`] = shape.slice(0, -1)
  }
  for (let i = 0; i < layers.length; i++) {
    const layer = `model.layers.${i}`
    all[`${layer}.input_layernorm.weight`] = [hidden]
    all[`${layer}.post_attention_layernorm.weight`] = [hidden]
    all[`${layer}.self_attn.sinks`] = [heads]
    linear(`${layer}.self_attn.q_proj`, heads * headDim, hidden)
    for (const name of ['k', 'v']) linear(`${layer}.self_attn.${name}_proj`, kvHeads * headDim, hidden)
    linear(`${layer}.self_attn.o_proj`, hidden, heads * headDim)
    linear(`${layer}.mlp.router`, experts, hidden)
    for (const name of ['gate', 'up', 'down']) linear(`${layer}.mlp.experts.${name}_proj`, experts, hidden, hidden)
  }
  return all
}

/** Matrices keep the size of the activations; norms, biases and sinks are about 1. */
function randomTensors(tensors: Readonly<Record<string, readonly number[]>>, seed: number): Buffer {
  const header: Header = {}
  const values: number[] = []
  let state = seed
  for (const [name, shape] of Object.entries(tensors)) {
    const begin = values.length
    const count = shape.reduce((product, extent) => product * extent, 1)
    const scale = shape.length > 1 ? 2 / Math.sqrt(shape.at(-1) ?? 1) : 1
    for (let i = 0; i < count; i++) {
      state = (state + 0x6d2b79f5) >>> 0
      values.push((mixed(state) / 2 ** 31 - 1) * scale)
    }
    header[name] = { dtype: 'F32', shape: [...shape], data_offsets: [4 * begin, 4 * values.length] }
  }
  return safetensors(header, Buffer.from(Float32Array.from(values).buffer))
}

/** The mixing step of Mulberry32: similar states give very different numbers. */
function mixed(state: number): number {
  let bits = Math.imul(state ^ (state >>> 15), state | 1)
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
  return (bits ^ (bits >>> 14)) >>> 0
}
