import { describe, expect, it } from 'vitest'
import type { LoadOptions } from '../index.js'
import { adapterFolder, factors, loraConfig, merge, rank, scale, someFloats } from './adapter.js'
import { dequantize } from './dequantize.js'
import { changedModel, type Json, readTinyWeights, safetensors, tinyConfig } from './model-folder.js'
import { asOpenAi, float32, readTensors, type Tensors, writeTensors } from './tensors.js'
import { distance, inspectModel, loadModel, readPrompt, someTokens, tinyModel } from './tiny-model.js'

const tiny = readTinyWeights()
const { quantization, quantization_config, ...plainConfig } = tinyConfig
const plain = readTensors(dequantize(tiny, quantization as Json))
const paths = [
  'model.embed_tokens',
  'model.layers.0.self_attn.q_proj',
  'model.layers.1.self_attn.o_proj',
  'model.layers.2.mlp.router',
  'model.layers.3.mlp.experts.gate_proj',
  'model.layers.3.mlp.experts.up_proj',
  'model.layers.4.mlp.experts.down_proj',
  'lm_head',
]
const weightOf = (path: string) => plain.get(`${path}.weight`) ?? float32([0], new Float32Array())
const lora: Tensors = new Map(paths.flatMap((path, i) => factors(path, weightOf(path), 2 * i)))
const prompt = someTokens(150)

const answer = async (folder: string, options: LoadOptions) => readPrompt(await loadModel(folder, options), prompt)

const plainModel = (tensors: Tensors) =>
  changedModel({ 'config.json': plainConfig, 'model.safetensors': writeTensors(tensors) })

describe('an adapter', () => {
  it.each(paths)('for %s gives the same logits as the merged weight', async (path) => {
    const own = new Map([...lora].filter(([name]) => name.startsWith(`${path}.`)))
    const merged = plainModel(new Map([...plain, [`${path}.weight`, merge(path, weightOf(path), own)]]))
    const expected = await answer(merged, {})
    const adapter = adapterFolder(own)
    expect(distance(expected, await answer(plainModel(plain), { adapter }))).toBeLessThan(3e-5)
    // Otherwise the comparison would also pass if the adapter is never applied.
    expect(distance(expected, await answer(tinyModel, {}))).toBeGreaterThan(3e-4)
  })

  it.each(['packed', 'unpacked'] as const)('for all modules works with %s weights in each layout', async (weights) => {
    const merged = new Map([
      ...plain,
      ...paths.map((path) => [`${path}.weight`, merge(path, weightOf(path), lora)] as const),
    ])
    const adapter = adapterFolder(lora)
    const expected = await answer(plainModel(merged), {})
    const packed = readTensors(safetensors(tiny.header, tiny.data))
    const raw = changedModel({ 'model.safetensors': writeTensors(asOpenAi(packed)) })
    for (const folder of [tinyModel, raw]) {
      expect(distance(expected, await answer(folder, { weights, adapter }))).toBeLessThan(3e-5)
    }
  })

  it('is part of the model info, with its size', async () => {
    const bare = await inspectModel(tinyModel)
    const changed = await inspectModel(tinyModel, { adapter: adapterFolder(lora) })
    const bytes = [...lora.values()].reduce((sum, tensor) => sum + tensor.bytes.length, 0)
    expect(changed.adapter).toEqual({ rank, scale, modules: paths.length })
    expect(changed.weightBytes).toBe(bare.weightBytes + bytes)
    expect(changed.residentBytes).toBe(bare.residentBytes + bytes)
  })

  it('works with one matrix for embedding and head', async () => {
    const path = 'model.embed_tokens'
    const own = new Map([...lora].filter(([name]) => name.startsWith(path)))
    const tied = (tensors: Tensors) =>
      changedModel({
        'config.json': { ...plainConfig, tie_word_embeddings: true },
        'model.safetensors': writeTensors(new Map([...tensors].filter(([name]) => name !== 'lm_head.weight'))),
      })
    const merged = tied(new Map([...plain, [`${path}.weight`, merge(path, weightOf(path), own)]]))
    const expected = await answer(merged, {})
    expect(distance(expected, await answer(tied(plain), { adapter: adapterFolder(own) }))).toBeLessThan(3e-5)
  })
})

describe('an adapter that does not fit', () => {
  const path = 'model.layers.0.self_attn.q_proj'
  const own = new Map([...lora].filter(([name]) => name.startsWith(path)))
  const b = `${path}.lora_b`
  it.each<[string, () => string, string, string]>([
    ['with a different rank', () => adapterFolder(own, loraConfig({ rank: 4 })), 'shape-unexpected', path],
    ['with only one factor', () => adapterFolder(new Map([...own].slice(0, 1))), 'tensor-missing', b],
    [
      'for a module that does not exist',
      () => adapterFolder(new Map([...own, ['model.layers.9.self_attn.q_proj.lora_a', someFloats([2, 2], 1)]])),
      'tensor-unexpected',
      'model.layers.9',
    ],
    [
      'with transposed factors',
      () => adapterFolder(new Map([...own, [b, someFloats([256, rank], 1)]])),
      'shape-unexpected',
      b,
    ],
    [
      'with integers',
      () => adapterFolder(new Map([...own, [b, { ...someFloats([rank, 256], 1), dtype: 'U32' }]])),
      'dtype-unexpected',
      b,
    ],
    [
      'in DoRA format without lengths',
      () => adapterFolder(own, { ...loraConfig(), fine_tune_type: 'dora' }),
      'tensor-missing',
      `${path}.m`,
    ],
    [
      'in DoRA format for experts',
      () =>
        adapterFolder(new Map([...lora].filter(([name]) => name.includes('experts.up_proj'))), {
          ...loraConfig(),
          fine_tune_type: 'dora',
        }),
      'adapter-unsupported',
      'experts.up_proj',
    ],
    [
      'in DoRA format for a packed embedding',
      () =>
        adapterFolder(new Map([...lora].filter(([name]) => name.startsWith('model.embed_tokens'))), {
          ...loraConfig(),
          fine_tune_type: 'dora',
        }),
      'adapter-unsupported',
      'model.embed_tokens',
    ],
    [
      'from a full fine-tuning with other tensors',
      () => adapterFolder(own, { fine_tune_type: 'full' }),
      'tensor-unexpected',
      `${path}.lora_`,
    ],
    [
      'from a full fine-tuning with another shape',
      () => adapterFolder(new Map([['model.norm.weight', someFloats([8], 1)]]), { fine_tune_type: 'full' }),
      'shape-unexpected',
      'model.norm.weight',
    ],
    ['in PEFT format', () => adapterFolder(own, { peft_type: 'LORA', r: 8 }), 'adapter-unsupported', 'PEFT'],
    ['without a scale', () => adapterFolder(own, { lora_parameters: { rank, alpha: 16 } }), 'adapter-value', 'scale'],
    ['that does not exist', () => '/nowhere/at/all', 'adapter-missing', 'adapter’s folder'],
    ['with a damaged config', () => adapterFolder(own, '{'), 'json-damaged', 'adapter_config.json'],
    ['with damaged weights', () => adapterFolder(Buffer.alloc(4)), 'file-cut-off', 'adapters.safetensors'],
  ])('%s is refused with the cause', async (_, make, reason, names) => {
    const refusal = { reason, message: expect.stringContaining(names) }
    await expect(loadModel(tinyModel, { adapter: make() })).rejects.toMatchObject(refusal)
  })
})
