import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  changedModel,
  type Header,
  type Json,
  readTinyWeights,
  safetensors,
  temporaryFolder,
  tinyConfig,
  zeroTensors,
} from '../../../native/test/model-folder.js'
import { inspectModel, testAddon, tinyModel } from '../../../native/test/tiny-model.js'
import { preflight } from './preflight.js'

const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] }
const data = Buffer.alloc(64)
const length = (value: bigint) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}

const weightFiles: readonly [what: string, file: Buffer, code: string, words: string][] = [
  ['an empty file', Buffer.alloc(0), 'model-incomplete', 'cut off'],
  ['a file of five bytes', Buffer.alloc(5), 'model-incomplete', 'cut off'],
  ['a header that the file ends in', Buffer.concat([length(500n), data]), 'model-incomplete', 'cut off'],
  ['a header of a gigabyte', Buffer.concat([length(1n << 30n), data]), 'model-invalid', 'too long'],
  ['a header of 2^63 bytes', Buffer.concat([length(1n << 63n), data]), 'model-invalid', 'too long'],
  ['a header that is not JSON', safetensors('{"a": ', data), 'model-invalid', 'not valid JSON'],
  ['a header that is a list', safetensors('[]', data), 'model-invalid', 'not an object'],
  ['a header that is null', safetensors('null', data), 'model-invalid', 'not an object'],
  ['no header at all', safetensors('', data), 'model-invalid', 'not valid JSON'],
  ['a tensor that is a number', safetensors({ a: 3 }, data), 'model-invalid', 'description'],
  ['an unknown type', safetensors({ a: { ...entry, dtype: 'F128' } }, data), 'model-invalid', 'dtype'],
  ['a type of Object', safetensors({ a: { ...entry, dtype: 'constructor' } }, data), 'model-invalid', 'dtype'],
  ['a negative extent', safetensors({ a: { ...entry, shape: [-2] } }, data), 'model-invalid', 'shape'],
  ['half an extent', safetensors({ a: { ...entry, shape: [0.5] } }, data), 'model-invalid', 'shape'],
  ['an extent that is text', safetensors({ a: { ...entry, shape: ['2'] } }, data), 'model-invalid', 'shape'],
  ['nine dimensions', safetensors({ a: { ...entry, shape: Array(9).fill(1) } }, data), 'model-invalid', 'shape'],
  [
    'a product that overflows',
    safetensors({ a: { ...entry, shape: [2 ** 40, 2 ** 40] } }, data),
    'model-invalid',
    'number of bytes',
  ],
  ['one offset', safetensors({ a: { ...entry, data_offsets: [0] } }, data), 'model-invalid', 'data_offsets'],
  ['offsets backwards', safetensors({ a: { ...entry, data_offsets: [8, 0] } }, data), 'model-invalid', 'number of'],
  ['a negative offset', safetensors({ a: { ...entry, data_offsets: [-8, 0] } }, data), 'model-invalid', 'data_off'],
  ['a shape larger than its bytes', safetensors({ a: { ...entry, shape: [3] } }, data), 'model-invalid', 'number of'],
  [
    'two tensors in one place',
    safetensors({ a: entry, b: { ...entry, data_offsets: [4, 12] } }, data),
    'model-invalid',
    'overlap',
  ],
  [
    'a tensor beyond the end',
    safetensors({ a: { ...entry, data_offsets: [60, 68] } }, data),
    'model-incomplete',
    'cut off',
  ],
  [
    'a name that is not UTF-8',
    Buffer.concat([length(3n), Buffer.from([0x22, 0xff, 0x22])]),
    'model-invalid',
    'not valid JSON',
  ],
]

describe('a weight file', () => {
  it.each(weightFiles)('with %s is refused', async (_, file, code, words) => {
    const folder = changedModel({ 'model.safetensors': file })
    await expect(preflight(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
    await expect(preflight(folder)).rejects.toThrow('model.safetensors')
  })

  it('with too many tensors is refused', async () => {
    const header: Header = {}
    for (let i = 0; i < 70_000; i++) header[`t${i}`] = { dtype: 'U8', shape: [0], data_offsets: [0, 0] }
    const folder = changedModel({ 'model.safetensors': safetensors(header, data) })
    await expect(preflight(folder)).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('that was cut off anywhere is refused', async () => {
    const { header, data } = readTinyWeights()
    const whole = safetensors(header, data)
    for (const part of [0.0001, 0.3, 0.999]) {
      const folder = changedModel({ 'model.safetensors': whole.subarray(0, Math.floor(whole.length * part)) })
      await expect(preflight(folder)).rejects.toMatchObject({ code: 'model-incomplete' })
    }
  })

  it('that is a folder is refused', async () => {
    const folder = changedModel({ 'model.safetensors': null })
    mkdirSync(join(folder, 'model.safetensors'))
    await expect(preflight(folder)).rejects.toMatchObject({ code: expect.stringMatching(/^model-/) })
  })
})

const configs: readonly [what: string, config: Json | string, code: string, words: string][] = [
  ['damaged JSON', '{"model_type": ', 'model-invalid', 'not valid JSON'],
  ['a list', '[]', 'model-invalid', 'model_type'],
  ['another model', { ...tinyConfig, model_type: 'gemma3' }, 'model-unsupported', 'Gemma 3'],
  ['no type, as in the folder “original”', { num_experts: 32, swiglu_limit: 7 }, 'model-unsupported', 'original'],
  ['no hidden size', { ...tinyConfig, hidden_size: undefined }, 'model-invalid', 'hidden_size'],
  ['null for a hidden size', { ...tinyConfig, hidden_size: null }, 'model-invalid', 'hidden_size'],
  ['a hidden size of 0', { ...tinyConfig, hidden_size: 0 }, 'model-invalid', 'hidden_size'],
  ['a hidden size of 2^40', { ...tinyConfig, hidden_size: 2 ** 40 }, 'model-invalid', 'hidden_size'],
  ['text for a number', { ...tinyConfig, vocab_size: '3072' }, 'model-invalid', 'vocab_size'],
  ['heads that do not divide', { ...tinyConfig, num_key_value_heads: 3 }, 'model-invalid', 'num_key_value_heads'],
  ['an odd head', { ...tinyConfig, head_dim: 63 }, 'model-invalid', 'head_dim'],
  ['too many experts for a token', { ...tinyConfig, num_experts_per_tok: 5 }, 'model-invalid', 'num_experts_per_tok'],
  ['too few layer types', { ...tinyConfig, layer_types: ['full_attention'] }, 'model-invalid', 'layer_types'],
  ['an unknown layer type', { ...tinyConfig, layer_types: Array(6).fill('mamba') }, 'model-invalid', 'layer_types'],
  ['null for a rope_theta', { ...tinyConfig, rope_theta: null }, 'model-invalid', 'rope_theta'],
  ['another rope', { ...tinyConfig, rope_scaling: { rope_type: 'llama3' } }, 'model-unsupported', 'llama3'],
  ['YaRN without a factor', { ...tinyConfig, rope_scaling: { rope_type: 'yarn' } }, 'model-invalid', 'factor'],
  ['packing without bits', { ...tinyConfig, quantization: { group_size: 32 } }, 'model-invalid', 'quantiz'],
]

describe('a config', () => {
  it.each(configs)('with %s is refused', async (_, config, code, words) => {
    const folder = changedModel({ 'config.json': config })
    await expect(preflight(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it('in the form of transformers 5 gives the same result', async () => {
    const { rope_theta, rope_scaling, ...rest } = tinyConfig
    const folder = changedModel({
      'config.json': { ...rest, rope_parameters: { ...(rope_scaling as Json), rope_theta } },
    })
    expect((await preflight(folder)).plan.config).toEqual((await preflight(tinyModel)).plan.config)
  })

  it('without layer types alternates, starting with a sliding layer', async () => {
    const folder = changedModel({ 'config.json': { ...tinyConfig, layer_types: undefined } })
    expect((await preflight(folder)).plan.config.isSliding).toEqual([true, false, true, false, true, false])
  })

  it('gives a packed module without a mode the mode affine, whatever the general mode is', async () => {
    const { quantization } = (await preflight(tinyModel)).plan
    expect(quantization.general?.mode).toBe('mxfp4')
    expect(quantization.modules['model.embed_tokens']).toEqual({ mode: 'affine', bits: 8, groupSize: 64 })
  })
})

describe('a folder', () => {
  it('that is not there is missing', async () => {
    await expect(preflight(join(temporaryFolder(), 'gone'))).rejects.toMatchObject({ code: 'model-missing' })
  })

  it('that is a file is missing', async () => {
    await expect(preflight(join(tinyModel, 'config.json'))).rejects.toMatchObject({ code: 'model-missing' })
  })

  it.each(['config.json', 'model.safetensors'])('without %s is incomplete, and the file is named', async (name) => {
    await expect(preflight(changedModel({ [name]: null }))).rejects.toMatchObject({
      code: 'model-incomplete',
      message: expect.stringContaining(name),
    })
  })
})

describe('an index', () => {
  const shard = (names: readonly string[]) =>
    zeroTensors(Object.fromEntries(names.map((name) => [name, ['F32', 2] as const])))
  const index = (weight_map: unknown): Json => ({ metadata: { total_size: 8 }, weight_map })
  const first = 'model-00001-of-00002.safetensors'
  const second = 'model-00002-of-00002.safetensors'

  it('combines its shards', async () => {
    const folder = changedModel({
      'model.safetensors': null,
      'model.safetensors.index.json': index({ a: first, b: second }),
      [first]: shard(['a']),
      [second]: shard(['b']),
    })
    const { plan } = await preflight(folder)
    expect(plan.files).toEqual([join(folder, first), join(folder, second)])
    expect(plan.tensors.map(({ name, file }) => [name, file])).toEqual([
      ['a', 0],
      ['b', 1],
    ])
  })

  it('with a missing shard is incomplete, and the shard is named', async () => {
    const { header, data } = readTinyWeights()
    const folder = changedModel({
      'model.safetensors.index.json': index({ 'lm_head.weight': 'model.safetensors', 'model.norm.weight': second }),
      'model.safetensors': safetensors({ ...header, 'model.norm.weight': undefined }, data),
    })
    await expect(inspectModel(folder)).rejects.toMatchObject({
      code: 'model-incomplete',
      message: expect.stringContaining(second),
    })
  })

  it('that names only missing weight files is incomplete', async () => {
    const folder = changedModel({ 'model.safetensors': null, 'model.safetensors.index.json': index({ a: first }) })
    await expect(inspectModel(folder)).rejects.toMatchObject({
      code: 'model-incomplete',
      message: expect.stringContaining(first),
    })
  })

  // mlx-lm reads no index, so one that does not fit complete weight files must not refuse them.
  it.each<[string, Json | string]>([
    ['names a file outside the folder', index({ a: '../model.safetensors' })],
    ['names an absolute path', index({ a: '/etc/passwd.safetensors' })],
    ['names a file in a folder', index({ a: 'a/b.safetensors' })],
    ['names no file', index({ a: '' })],
    ['names a file that is not there', index({ a: second })],
    ['names a number', index({ a: 3 })],
    ['gives a tensor that no file has', index({ 'not.there': 'model.safetensors' })],
    ['has no weight map', {}],
    ['has an empty weight map', index({})],
    ['has a list for a weight map', index([first])],
    ['is damaged', '{'],
    ['is nested too deeply', '['.repeat(100)],
  ])('that %s is not used, and a remark says so', async (_, content) => {
    const folder = changedModel({ 'model.safetensors.index.json': content })
    const { info, remarks } = await testAddon().check(folder)
    expect(info).toEqual(await inspectModel(tinyModel))
    expect(remarks).toEqual([expect.stringMatching(/^Parley works without model\.safetensors\.index\.json\. .+\.$/)])
  })

  it('that is a link to a file outside is never opened', async () => {
    const folder = changedModel({})
    symlinkSync(join(tinyModel, 'config.json'), join(folder, 'model.safetensors.index.json'))
    expect((await testAddon().check(folder)).remarks).toEqual([expect.stringContaining('outside its folder')])
  })

  it('that leaves out a weight file is not used', async () => {
    const { header, data } = readTinyWeights()
    const names = Object.keys(header)
    const part = (of: readonly string[]) =>
      safetensors(Object.fromEntries(of.map((name) => [name, header[name]])), data)
    const [some, others] = [names.slice(0, 9), names.slice(9)]
    const files = { 'model.safetensors': null, 'model.safetensors.index.json': index({ [some[0] ?? '']: first }) }
    const folder = changedModel({ ...files, [first]: part(some), [second]: part(others) })
    const { info, remarks } = await testAddon().check(folder)
    expect(info).toEqual(await inspectModel(tinyModel))
    expect(remarks).toEqual([expect.stringContaining('does not name all weight files')])
    const incomplete = changedModel({ ...files, [first]: part(some), [second]: part(others.slice(1)) })
    await expect(inspectModel(incomplete)).rejects.toMatchObject({
      reason: 'tensor-missing',
      message: expect.stringContaining(others[0] ?? ''),
    })
  })

  it('that names all that is needed leaves other weight files alone', async () => {
    const other = { 'model-old.safetensors': zeroTensors({ 'lm_head.weight': ['F32', 2] }) }
    const folder = changedModel({
      'model.safetensors.index.json': index({ 'lm_head.weight': 'model.safetensors' }),
      ...other,
    })
    expect((await testAddon().check(folder)).remarks).toEqual([])
    // mlx-lm takes either of the two.
    await expect(inspectModel(changedModel(other))).rejects.toMatchObject({ reason: 'tensor-twice' })
  })

  it('that fits gives no remark', async () => {
    const folder = changedModel({
      'model.safetensors.index.json': index({ 'lm_head.weight': 'model.safetensors' }),
    })
    expect((await testAddon().check(folder)).remarks).toEqual([])
  })

  it('with a tensor in two shards is refused', async () => {
    const folder = changedModel({
      'model.safetensors.index.json': index({ a: first, b: second }),
      [first]: shard(['a']),
      [second]: shard(['b', 'a']),
    })
    await expect(preflight(folder)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('twice'),
    })
  })
})
