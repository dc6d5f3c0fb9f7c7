import { expect, test } from 'vitest'
import type { PlanTensor } from '../../../native/index.js'
import { touchedCacheBytes, touchedWeightBytes } from './touched-bytes.js'

/** gpt-oss as mlx-community packs it: mxfp4 experts, an 8-bit router, the rest affine with `bits`. */
function gptOss(layers: number, experts: number, bits: number) {
  const tensors: PlanTensor[] = []
  const add = (name: string, dtype: PlanTensor['dtype'], ...shape: number[]) =>
    tensors.push({ name, file: 0, offset: 0, dtype, shape })
  const affine = (name: string, out: number, width: number, packed = bits) => {
    add(`${name}.weight`, 'U32', out, (width * packed) / 32)
    add(`${name}.scales`, 'BF16', out, width / 64)
    add(`${name}.biases`, 'BF16', out, width / 64)
  }
  affine('model.embed_tokens', 201_088, 2880)
  affine('lm_head', 201_088, 2880)
  add('model.norm.weight', 'BF16', 2880)
  for (let layer = 0; layer < layers; layer++) {
    const path = `model.layers.${layer}`
    add(`${path}.input_layernorm.weight`, 'BF16', 2880)
    add(`${path}.post_attention_layernorm.weight`, 'BF16', 2880)
    add(`${path}.self_attn.sinks`, 'BF16', 64)
    for (const [name, out, width] of [
      ['q_proj', 4096, 2880],
      ['k_proj', 512, 2880],
      ['v_proj', 512, 2880],
      ['o_proj', 2880, 4096],
    ] as const) {
      affine(`${path}.self_attn.${name}`, out, width)
      add(`${path}.self_attn.${name}.bias`, 'BF16', out)
    }
    affine(`${path}.mlp.router`, experts, 2880, 8)
    add(`${path}.mlp.router.bias`, 'BF16', experts)
    for (const name of ['gate_proj', 'up_proj', 'down_proj']) {
      add(`${path}.mlp.experts.${name}.weight`, 'U32', experts, 2880, 360)
      add(`${path}.mlp.experts.${name}.scales`, 'U8', experts, 2880, 90)
      add(`${path}.mlp.experts.${name}.bias`, 'BF16', experts, 2880)
    }
  }
  const isSliding = Array.from({ length: layers }, (_, layer) => layer % 2 === 0)
  const config = {
    gptOss: { experts, expertsPerToken: 4 },
    vocabSize: 201_088,
    hasTiedEmbeddings: false,
    isSliding,
    slidingWindow: 128,
    kvHeads: 8,
    headDim: 64,
  }
  return { tensors, config }
}

test.each([
  ['20b Q4', 24, 32, 4, 1.958],
  ['20b Q8', 24, 32, 8, 2.566],
  ['120b Q4', 36, 128, 4, 2.784],
  ['120b Q8', 36, 128, 8, 3.552],
])(
  '%s: the weight bytes include only the chosen experts and one row of the embedding',
  (_, layers, experts, bits, gigabytes) => {
    const { tensors, config } = gptOss(layers, experts, bits)
    expect(touchedWeightBytes(tensors, config) / 1e9).toBeCloseTo(gigabytes, 3)
  },
)

test('a matrix that is embedding and head is read whole', () => {
  const embedding: PlanTensor = {
    name: 'model.embed_tokens.weight',
    file: 0,
    offset: 0,
    dtype: 'BF16',
    shape: [1000, 8],
  }
  const head: PlanTensor = { ...embedding, name: 'lm_head.weight' }
  expect(touchedWeightBytes([embedding], { vocabSize: 1000, hasTiedEmbeddings: true })).toBe(16_000)
  expect(touchedWeightBytes([embedding, head], { vocabSize: 1000, hasTiedEmbeddings: false })).toBe(16_016)
})

test('the cache bytes of a sliding layer stop growing at its window', () => {
  const { config } = gptOss(24, 32, 4)
  const perLayer = 2 * 8 * 64 * 2
  expect(touchedCacheBytes(config, 100)).toBe(24 * 100 * perLayer)
  expect(touchedCacheBytes(config, 1_000) - touchedCacheBytes(config, 999)).toBe(24_576)
})
