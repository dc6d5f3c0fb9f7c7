import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FolderError } from '../../electron/engine/folder/folder-error.js'
import { type Change, packing, rope, set, withConfig, without } from './changed-config.js'
import { randomTokens } from './oracle/arbitrary-model.js'
import { type DenseSpec, denseSpec } from './oracle/dense-spec.js'
import { Oracle } from './oracle/oracle.js'
import { expectIdentical, expectSame, readRows } from './oracle/rows.js'
import { inspectModel, loadModel } from './tiny-model.js'

// What mlx-lm loads, Parley loads with the same logits, and what mlx-lm can't load is refused before the load.

type Architecture = DenseSpec['architecture']

const specs: Readonly<Record<Architecture, DenseSpec>> = {
  llama: denseSpec({ layers: 2, rope: 'llama3', isTied: false }),
  mistral: denseSpec({
    architecture: 'mistral',
    layers: 2,
    layerTypes: ['full_attention', 'sliding_attention'],
    slidingWindow: 32,
  }),
  qwen2: denseSpec({ architecture: 'qwen2', layers: 2 }),
  qwen3: denseSpec({ architecture: 'qwen3', layers: 2 }),
}
const reading = { prompt: randomTokens(20, 5), chunk: 16, continuation: randomTokens(2, 6) }

let oracle: Oracle
let bases: Readonly<Record<Architecture, string>>
beforeAll(async () => {
  oracle = await Oracle.start()
  const made = Object.entries(specs).map(async ([name, spec]) => [name, await oracle.make(spec)] as const)
  bases = Object.fromEntries(await Promise.all(made)) as typeof bases
}, 600_000)
afterAll(() => oracle.close())

const ask = (model: string) => oracle.logits({ model, dtype: 'float32', ...reading })

describe('a config is read as in mlx-lm', () => {
  it.each<[Architecture, string, Change]>([
    ['llama', 'no head_dim', without('head_dim')],
    ['llama', 'null for head_dim', set({ head_dim: null })],
    ['llama', 'a head_dim of 0', set({ head_dim: 0 })],
    ['llama', 'no max_position_embeddings', without('max_position_embeddings')],
    ['llama', 'text for max_position_embeddings', set({ max_position_embeddings: '8192' })],
    ['llama', 'no attention_bias and no mlp_bias', without('attention_bias', 'mlp_bias')],
    ['llama', 'null for attention_bias and mlp_bias', set({ attention_bias: null, mlp_bias: null })],
    ['llama', 'null for tie_word_embeddings, which is untied', set({ tie_word_embeddings: null })],
    ['llama', 'no rope_theta', without('rope_theta')],
    ['llama', 'a rope_theta with a fraction', set({ rope_theta: 10_000.5 })],
    ['llama', 'null for rope_scaling', set({ rope_scaling: null })],
    ['llama', 'no rope_scaling', without('rope_scaling')],
    ['llama', 'an empty rope_scaling', set({ rope_scaling: {} })],
    ['llama', 'a default rope_scaling with nulls', set({ rope_scaling: { rope_type: 'default', factor: null } })],
    ['llama', 'only a factor of llama3', set({ rope_scaling: { rope_type: 'llama3', factor: 8 } })],
    ['llama', 'the old key for llama3', set({ rope_scaling: { type: 'llama3', factor: 4 } })],
    ['llama', 'the old key for linear', set({ rope_scaling: { type: 'linear', factor: 2 } })],
    ['llama', 'two types of rope, of which the old key counts', rope(set({ type: 'linear', rope_type: 'x' }))],
    ['llama', 'a null type of rope beside the new key', rope(set({ type: null }))],
    ['llama', 'few keys of YaRN', set({ rope_scaling: { rope_type: 'yarn', factor: 4 } })],
    ['llama', 'null for rope_scaling and full layers', set({ layer_types: ['full_attention', 'full_attention'] })],
    ['llama', 'null for layer_types', set({ layer_types: null, sliding_window: null })],
    ['llama', 'a window that no layer has', set({ sliding_window: 4 })],
    ['llama', 'text for a window that no layer has', set({ sliding_window: 'none' })],
    ['llama', 'another hidden_act, which is not read', set({ hidden_act: 'gelu', pretraining_tp: 2 })],
    ['llama', 'a tiny rms_norm_eps', set({ rms_norm_eps: 1e-13 })],
    [
      'llama',
      'another number of layers beside layer_types',
      set({ num_hidden_layers: 9, layer_types: ['full_attention', 'full_attention'] }),
    ],
    ['llama', 'no entry for any module', packing(({ bits, group_size, mode }) => ({ bits, group_size, mode }))],
    ['llama', 'no general mode', packing(without('mode'))],
    [
      'llama',
      'an entry for a module that does not exist',
      packing(set({ 'model.other': { bits: 4, group_size: 64 } })),
    ],
    ['llama', 'another type that is Mistral’s', set({ model_type: 'mistral' })],
    ['mistral', 'no tie_word_embeddings, which is tied', without('tie_word_embeddings')],
    ['mistral', 'another window', set({ sliding_window: 12 })],
    ['mistral', 'no layer_types, so that no layer slides', without('layer_types')],
    ['qwen2', 'no tie_word_embeddings, which is tied', without('tie_word_embeddings')],
    ['qwen2', 'another head_dim, which is not read', set({ head_dim: 64 })],
    ['qwen2', 'false for attention_bias, which is not read', set({ attention_bias: false })],
    [
      'qwen2',
      'a window, which is not read',
      set({ use_sliding_window: true, sliding_window: 4, max_window_layers: 0 }),
    ],
    ['qwen2', 'no rope_theta', without('rope_theta')],
    ['qwen2', 'no max_position_embeddings', without('max_position_embeddings')],
    ['qwen3', 'null for rope_scaling', set({ rope_scaling: null })],
    ['qwen3', 'null for max_position_embeddings', set({ max_position_embeddings: null })],
    ['qwen3', 'layer_types, which are not read', set({ layer_types: ['sliding_attention'], sliding_window: 4 })],
    ['qwen3', 'true for attention_bias, which is not read', set({ attention_bias: true })],
    [
      'qwen3',
      'a rope_theta only in rope_parameters',
      (c) => ({
        ...(without('rope_theta')(c) as object),
        rope_parameters: { rope_theta: 5_000_000, rope_type: 'default' },
      }),
    ],
  ])('%s with %s', async (architecture, what, change) => {
    const folder = withConfig(bases[architecture], change)
    const theirs = await ask(folder)
    const model = await loadModel(folder, { dtype: 'float32', weights: 'packed' })
    const rows = await readRows(model, reading)
    const hasWrapped = what === 'another window'
    if (model.info.device === 'CPU' && !hasWrapped) expectIdentical(rows, theirs.rows, what)
    else expectSame(rows, theirs.rows, what)
  })
})

const required = [
  'hidden_size',
  'num_hidden_layers',
  'intermediate_size',
  'num_attention_heads',
  'rms_norm_eps',
  'vocab_size',
]

describe('a config that mlx-lm can’t load is refused', () => {
  it.each<[Architecture, string, Change, string]>([
    ...required.flatMap((key): [Architecture, string, Change, string][] => [
      ['llama', `no ${key}`, without(key), key],
      ['qwen3', `null for ${key}`, set({ [key]: null }), key],
    ]),
    ['llama', 'null for rope_theta', set({ rope_theta: null, rope_scaling: null }), 'rope_theta'],
    ['llama', 'text for rope_theta', set({ rope_theta: '10000', rope_scaling: null }), 'rope_theta'],
    ['llama', 'no factor of llama3', rope(without('factor')), 'rope_scaling.factor'],
    ['llama', 'text for a bound of llama3', rope(set({ low_freq_factor: 'x' })), 'rope_scaling.low_freq_factor'],
    ['llama', 'no factor of linear', set({ rope_scaling: { type: 'linear' } }), 'rope_scaling.factor'],
    ['llama', 'an unknown type of rope', set({ rope_scaling: { rope_type: 'new' } }), 'new'],
    ['llama', 'biases that the weights don’t have', set({ attention_bias: true }), 'self_attn'],
    ['llama', 'other biases that the weights don’t have', set({ mlp_bias: true }), 'mlp'],
    ['llama', 'a tied head beside a packed one', set({ tie_word_embeddings: true }), 'lm_head'],
    ['llama', 'an empty list of layer_types', set({ layer_types: [] }), 'layer_types'],
    ['llama', 'too many layers', set({ num_hidden_layers: 3 }), 'model.layers.2'],
    ['llama', 'too few layers', set({ num_hidden_layers: 1 }), 'model.layers.1'],
    ['llama', 'another number of key heads', set({ num_key_value_heads: null }), 'k_proj'],
    ['llama', 'another head_dim', set({ head_dim: 64 }), 'q_proj'],
    ['llama', 'packed tensors without any table', without('quantization', 'quantization_config'), 'packed'],
    ['llama', 'a table without bits', packing(without('bits')), 'quantization'],
    ['llama', 'an entry with other bits', packing(set({ lm_head: { group_size: 64, bits: 8 } })), 'lm_head'],
    ['llama', 'code of its own', set({ model_file: 'model.py' }), 'program code'],
    ['llama', 'another type', set({ model_type: 'llama_x' }), 'llama_x'],
    ['mistral', 'an untied head that is not there', set({ tie_word_embeddings: false }), 'lm_head'],
    ['mistral', 'null for its window', set({ sliding_window: null }), 'sliding_window'],
    ['qwen2', 'no num_key_value_heads', without('num_key_value_heads'), 'num_key_value_heads'],
    ['qwen2', 'null for num_key_value_heads', set({ num_key_value_heads: null }), 'num_key_value_heads'],
    ['qwen3', 'no tie_word_embeddings', without('tie_word_embeddings'), 'tie_word_embeddings'],
    ['qwen3', 'no head_dim', without('head_dim'), 'head_dim'],
    ['qwen3', 'no rope_theta', without('rope_theta'), 'rope_theta'],
  ])('%s with %s', async (architecture, _, change, words) => {
    const folder = withConfig(bases[architecture], change)
    await expect(ask(folder)).rejects.toThrow('The oracle failed')
    const error = await inspectModel(folder).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(FolderError)
    expect((error as Error).message).toContain(words)
  })
})

// mlx-lm needs a full layer for its mask; what the list means is certain all the same.
it('a list of sliding layers alone is read', async () => {
  const types = (type: string) => set({ layer_types: [type, type], sliding_window: 12 })
  const theirs = await ask(withConfig(bases.llama, types('full_attention')))
  const alone = { dtype: 'float32', weights: 'packed' } as const
  const ours = await loadModel(withConfig(bases.llama, types('sliding_attention')), alone)
  const short = { ...reading, prompt: reading.prompt.slice(0, 9), continuation: [] }
  const full = await loadModel(withConfig(bases.llama, types('full_attention')), alone)
  expectIdentical(await readRows(ours, short), await readRows(full, short), 'within the window')
  const beyond = await readRows(ours, reading)
  expect(() => expectSame(beyond, theirs.rows, 'beyond the window')).toThrow('the logits differ')
})

// mlx-lm computes these; no model of these types that is known has them.
it.each(['dynamic', 'longrope', 'mrope', 'proportional'])('the rope_type %s is refused by name', async (type) => {
  const folder = withConfig(bases.llama, set({ rope_scaling: { rope_type: type, factor: 2 } }))
  await expect(inspectModel(folder)).rejects.toMatchObject({
    reason: 'rope-unsupported',
    message: expect.stringContaining(`“${type}”`),
  })
})
