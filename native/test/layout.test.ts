import { describe, expect, it } from 'vitest'
import type { LoadOptions } from '../index.js'
import { dequantize } from './dequantize.js'
import {
  changedModel,
  type Entry,
  type Header,
  type Json,
  readTinyWeights,
  safetensors,
  tinyConfig,
} from './model-folder.js'
import { asOpenAi, asTransformers, inHalf, readTensors, type Tensors, writeTensors } from './tensors.js'
import { distance, inspectModel, loadModel, loadTiny, readPrompt, someTokens } from './tiny-model.js'

const tiny = readTinyWeights()
const quantization = tinyConfig.quantization as Json
const expert = 'model.layers.3.mlp.experts.up_proj'
const query = 'model.layers.1.self_attn.q_proj'

/** The tiny model with one changed header entry and the same data. */
function withEntry(name: string, change: (entry: Entry) => Entry | undefined): string {
  const header: Header = { ...tiny.header }
  const changed = change(header[name] as Entry)
  if (changed) header[name] = changed
  else delete header[name]
  return changedModel({ 'model.safetensors': safetensors(header, tiny.data) })
}

const withPacking = (path: string, entry: unknown) =>
  changedModel({ 'config.json': { ...tinyConfig, quantization: { ...quantization, [path]: entry } } })

describe('a model is refused if a tensor', () => {
  it.each<[string, () => string, string, string]>([
    ['is missing', () => withEntry(`${query}.bias`, () => undefined), 'model-incomplete', `${query}.bias`],
    [
      'has too few rows',
      () => withEntry('model.layers.0.self_attn.sinks', (e) => ({ ...e, shape: [2, 2] })),
      'model-invalid',
      'sinks',
    ],
    [
      'is transposed',
      () => withEntry(`${expert}.weight`, (e) => ({ ...e, shape: e.shape.toReversed() })),
      'model-invalid',
      `${expert}.weight`,
    ],
    [
      'has the wrong type',
      () => withEntry('model.norm.weight', (e) => ({ ...e, dtype: 'U8', shape: [384] })),
      'model-invalid',
      'model.norm.weight',
    ],
    ['has no biases', () => withEntry(`${query}.biases`, () => undefined), 'model-invalid', `${query}.scales`],
    [
      'is one-dimensional',
      () => withEntry(`${query}.weight`, (e) => ({ ...e, shape: [e.shape.reduce((a, b) => a * b, 1)] })),
      'model-invalid',
      `${query}.weight`,
    ],
    [
      'has scales without groups',
      () => withEntry(`${query}.scales`, (e) => ({ ...e, shape: [0, 0], data_offsets: [0, 0] })),
      'model-invalid',
      `${query}.scales`,
    ],
    [
      'has words for another width',
      () => changedModel({ 'config.json': { ...tinyConfig, hidden_size: 191 } }),
      'model-invalid',
      'model.embed_tokens',
    ],
    [
      'has a different vocabulary size',
      () => changedModel({ 'config.json': { ...tinyConfig, vocab_size: 4096 } }),
      'model-invalid',
      '4096',
    ],
    [
      'has a different number of experts',
      () => changedModel({ 'config.json': { ...tinyConfig, num_local_experts: 8 } }),
      'model-invalid',
      'router',
    ],
    [
      'of a declared layer is missing',
      () => changedModel({ 'config.json': { ...tinyConfig, num_hidden_layers: 7, layer_types: undefined } }),
      'model-incomplete',
      'model.layers.6',
    ],
    ['is declared with other bits', () => withPacking(query, { group_size: 64, bits: 4 }), 'model-invalid', query],
    ['is declared with other groups', () => withPacking(query, { group_size: 32, bits: 8 }), 'model-invalid', query],
    [
      'is declared with another mode',
      () => withPacking(query, { group_size: 64, bits: 8, mode: 'mxfp4' }),
      'model-invalid',
      query,
    ],
    ['is declared as not packed', () => withPacking(query, false), 'model-invalid', query],
  ])('%s', async (_, make, code, names) => {
    const folder = make()
    const refusal = { code, message: expect.stringContaining(names) }
    await expect(inspectModel(folder)).rejects.toMatchObject(refusal)
    await expect(loadModel(folder)).rejects.toMatchObject(refusal)
  })
})

describe('weights', () => {
  const prompt = someTokens(200)
  const packed: Tensors = readTensors(safetensors(tiny.header, tiny.data))
  const plainFile = dequantize(tiny, quantization)
  const plain = readTensors(plainFile)
  const { quantization: _, quantization_config: __, ...plainConfig } = tinyConfig

  const answer = async (folder: string, options: LoadOptions = {}) =>
    readPrompt(await loadModel(folder, options), prompt)

  it('in shards give the same logits as in one file', async () => {
    const names = Object.keys(tiny.header)
    const half = names.length >> 1
    const shard = (part: readonly string[]) =>
      safetensors(Object.fromEntries(part.map((name) => [name, tiny.header[name]])), tiny.data)
    const files = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const
    const weight_map = Object.fromEntries(names.map((name, i) => [name, files[i < half ? 0 : 1]]))
    const folder = changedModel({
      'model.safetensors': null,
      'model.safetensors.index.json': { metadata: {}, weight_map },
      [files[0]]: shard(names.slice(0, half)),
      [files[1]]: shard(names.slice(half)),
    })
    const sharded = await loadModel(folder)
    const whole = await loadTiny()
    expect(distance(await readPrompt(whole, prompt), await readPrompt(sharded, prompt))).toBe(0)
  })

  it('in shards without an index are found by file name, as in mlx-lm', async () => {
    const tensors = [...packed]
    const folder = changedModel({
      'model.safetensors': null,
      'model-a.safetensors': writeTensors(new Map(tensors.slice(40))),
      'model-b.safetensors': writeTensors(new Map(tensors.slice(0, 40))),
      'other.safetensors': 'is never looked at',
    })
    expect(await answer(folder)).toEqual(await readPrompt(await loadTiny(), prompt))
  })

  it('that are unpacked give the same logits as the packed originals', async () => {
    const folder = changedModel({ 'config.json': plainConfig, 'model.safetensors': plainFile })
    const plain = await loadModel(folder)
    expect(plain.info).toMatchObject({ quantization: 'float32', weights: 'unpacked' })
    const whole = await loadTiny({ weights: 'packed' })
    expect(distance(await readPrompt(whole, prompt), await readPrompt(plain, prompt))).toBeLessThan(3e-5)
  })

  it.each(['packed', 'unpacked'] as const)(
    'in OpenAI’s row order give the same bits as in mlx-lm’s: %s',
    async (weights) => {
      const folder = changedModel({ 'model.safetensors': writeTensors(asOpenAi(packed)) })
      const sorted = await loadTiny({ weights })
      expect(await answer(folder, { weights })).toEqual(await readPrompt(sorted, prompt))
    },
  )

  it('with OpenAI’s declaration are packed experts and an unpacked rest', async () => {
    const quantization_config = { quant_method: 'mxfp4', modules_to_not_convert: ['model.layers.*.self_attn'] }
    const config = { ...plainConfig, quantization_config }
    const mixed = new Map([...plain, ...[...packed].filter(([name]) => name.includes('.experts.'))])
    const folder = changedModel({ 'config.json': config, 'model.safetensors': writeTensors(asOpenAi(mixed)) })
    expect((await inspectModel(folder)).quantization).toBe('mxfp4 experts, float32 rest')
    expect(distance(await readPrompt(await loadTiny(), prompt), await answer(folder))).toBeLessThan(3e-5)
  })

  it.each([
    ['OpenAI’s rows', asOpenAi],
    ['the columns of transformers', asTransformers],
  ])('not packed in %s answer bit for bit as sorted', async (_, change) => {
    const sorted = changedModel({ 'config.json': plainConfig, 'model.safetensors': plainFile })
    const folder = changedModel({ 'config.json': plainConfig, 'model.safetensors': writeTensors(change(plain)) })
    expect(await answer(folder)).toEqual(await answer(sorted))
  })

  it.each(['BF16', 'F16'] as const)('in %s give the same bits as the same numbers in float32', async (dtype) => {
    const { stored, same } = inHalf(plain, dtype)
    const [half, whole] = [stored, same].map((tensors) =>
      changedModel({ 'config.json': plainConfig, 'model.safetensors': writeTensors(tensors) }),
    )
    const name = { BF16: 'bfloat16', F16: 'float16' }[dtype]
    expect((await inspectModel(half ?? '')).quantization).toBe(name)
    expect(await answer(half ?? '')).toEqual(await answer(whole ?? ''))
  })

  it('with one matrix for embedding and head give the same logits as with two equal ones', async () => {
    const one = new Map([...packed].filter(([name]) => !name.startsWith('lm_head')))
    const embedding = [...one].filter(([name]) => name.startsWith('model.embed_tokens'))
    const two = new Map([
      ...one,
      ...embedding.map(([name, t]) => [name.replace('model.embed_tokens', 'lm_head'), t] as const),
    ])
    const config = { ...tinyConfig, quantization: { ...quantization, lm_head: { group_size: 64, bits: 8 } } }
    const tied = changedModel({
      'config.json': { ...config, tie_word_embeddings: true },
      'model.safetensors': writeTensors(one),
    })
    const untied = changedModel({ 'config.json': config, 'model.safetensors': writeTensors(two) })
    for (const weights of ['packed', 'unpacked'] as const) {
      expect(distance(await answer(untied, { weights }), await answer(tied, { weights }))).toBeLessThan(3e-5)
    }
  })

  it('give the same logits with and without a mode in the config entries', async () => {
    const named = Object.fromEntries(
      Object.entries(quantization).map(([path, entry]) => [
        path,
        typeof entry === 'object' && entry ? { ...entry, mode: 'affine' } : entry,
      ]),
    )
    const folder = changedModel({ 'config.json': { ...tinyConfig, quantization: named } })
    expect(await inspectModel(folder)).toEqual(await inspectModel(changedModel({})))
  })

  it('use YaRN with mlx-lm’s rounding, or with the config’s', async () => {
    const rope_scaling = { ...(tinyConfig.rope_scaling as Json), truncate: false }
    const folder = changedModel({ 'config.json': { ...tinyConfig, rope_scaling } })
    const load = (yarn: 'mlx-lm' | 'reference') => loadModel(folder, { yarn })
    const rounded = await readPrompt(await loadTiny(), prompt)
    expect(distance(rounded, await readPrompt(await load('mlx-lm'), prompt))).toBe(0)
    expect(distance(rounded, await readPrompt(await load('reference'), prompt))).toBeGreaterThan(1e-4)
  })
})
