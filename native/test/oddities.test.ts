import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FolderError } from '../../electron/engine/folder/folder-error.js'
import { type Change, packing, rope, set, withConfig, without, written } from './changed-config.js'
import type { Json } from './model-folder.js'
import { randomTokens } from './oracle/arbitrary-model.js'
import { type AdapterSpec, modelSpec } from './oracle/model-spec.js'
import { Oracle } from './oracle/oracle.js'
import { expectIdentical, expectSame, readRows } from './oracle/rows.js'
import { inspectModel, loadModel } from './tiny-model.js'

// What mlx-lm loads, Parley loads with the same logits, and what mlx-lm can't load is refused before the load.

let oracle: Oracle
let base: string
beforeAll(async () => {
  oracle = await Oracle.start()
  base = await oracle.make(spec)
}, 600_000)
afterAll(() => oracle.close())

/** With the sizes that gpt-oss has, so that their keys may be absent. */
const spec = modelSpec({ layers: 4, headDim: 64, slidingWindow: 128 })
const reading = { prompt: randomTokens(24, 5), chunk: 20, continuation: randomTokens(3, 6) }

const changed = (change: Change) => withConfig(base, change)

const ask = (model: string, adapter?: string) => oracle.logits({ model, adapter, dtype: 'float32', ...reading })

async function expectParity(model: string, adapter?: string) {
  const theirs = await ask(model, adapter)
  const ours = await loadModel(model, { dtype: 'float32', weights: 'packed', adapter })
  const rows = await readRows(ours, reading)
  if (ours.info.device === 'CPU' && adapter === undefined) expectIdentical(rows, theirs.rows, 'a model with oddities')
  else expectSame(rows, theirs.rows, 'a model with oddities')
}

const router = 'model.layers.0.mlp.router'

describe('a config is read as in mlx-lm', () => {
  it.each<[string, Change]>([
    ['null for layer_types', set({ layer_types: null })],
    ['no layer_types', without('layer_types')],
    ['an empty list of layer_types', set({ layer_types: [] })],
    ['too many layer_types', (c) => ({ ...c, layer_types: [...(c.layer_types as string[]), 'full_attention'] })],
    ['null for tie_word_embeddings', set({ tie_word_embeddings: null })],
    ['true for tie_word_embeddings, beside a head', set({ tie_word_embeddings: true })],
    ['null for swiglu_limit', set({ swiglu_limit: null })],
    ['another swiglu_limit', set({ swiglu_limit: 3 })],
    ['no swiglu_limit', without('swiglu_limit')],
    ['null for attention_bias', set({ attention_bias: null })],
    ['false for attention_bias, beside biases', set({ attention_bias: false })],
    ['null for truncate', rope(set({ truncate: null }))],
    ['no truncate', rope(without('truncate'))],
    ['no head_dim', without('head_dim')],
    ['no sliding_window', without('sliding_window')],
    ['no max_position_embeddings', without('max_position_embeddings')],
    ['null for max_position_embeddings', set({ max_position_embeddings: null })],
    ['text for max_position_embeddings', set({ max_position_embeddings: '131072' })],
    ['no rope_theta', without('rope_theta')],
    ['a rope_theta with a fraction', set({ rope_theta: 10_000.5 })],
    ['no rms_norm_eps', without('rms_norm_eps')],
    ['a tiny rms_norm_eps', set({ rms_norm_eps: 1e-13 })],
    ['no num_experts_per_tok', without('num_experts_per_tok')],
    ['null for rope_scaling', set({ rope_scaling: null })],
    ['an empty rope_scaling', set({ rope_scaling: {} })],
    ['a default rope_scaling with nulls', set({ rope_scaling: { rope_type: 'default', factor: null } })],
    ['two types of rope, of which the old key counts', rope(set({ type: 'yarn', rope_type: 'llama3' }))],
    ['a null type of rope beside the new key', rope(set({ type: null }))],
    ['few keys of YaRN', set({ rope_scaling: { rope_type: 'yarn', factor: 4 } })],
    ['another name of YaRN', rope(set({ rope_type: 'deepseek_yarn' }))],
    ['NaN in a key that nothing reads', written('"router_aux_loss_coef": NaN')],
    ['Infinity in keys that nothing reads', written('"a": Infinity, "b": [-Infinity]')],
    ['Infinity for swiglu_limit', (c) => written('"swiglu_limit": Infinity')(without('swiglu_limit')(c) as Json)],
    ['tagged numbers of transformers', set({ swiglu_limit: { __float__: 'Infinity' } })],
    ['null for quantization_config', set({ quantization_config: null })],
    ['null for model_file', set({ model_file: null })],
    ['an unusable rope_parameters', set({ rope_parameters: false })],
    ['an empty list for quantization_config', set({ quantization_config: [] })],
    ['a lost entry for a module', packing(without(router))],
    ['no entry for any module', packing(({ bits, group_size, mode }) => ({ bits, group_size, mode }))],
    ['no general mode', packing(without('mode'))],
    ['another general packing', packing(set({ bits: 8, group_size: 64, mode: 'affine' }))],
    ['no bits in general', packing(set({ bits: 0 }))],
    ['an unknown general mode', packing(set({ mode: 'new' }))],
    ['an entry without its usual bits', packing(set({ lm_head: { group_size: 64 } }))],
    ['an entry for a module that does not exist', packing(set({ 'model.other': { bits: 4, group_size: 64 } }))],
    ['other keys among the entries', packing(set({ quant_method: 'x', note: 'text', none: null }))],
  ])('with %s', async (_, change) => {
    await expectParity(changed(change))
  })
})

describe('a config that mlx-lm can’t load is refused', () => {
  it.each<[string, Change, string]>([
    ...[
      'head_dim',
      'sliding_window',
      'rope_theta',
      'rms_norm_eps',
      'num_experts_per_tok',
      'vocab_size',
      'hidden_size',
      'intermediate_size',
      'num_hidden_layers',
      'num_key_value_heads',
      'num_attention_heads',
      'num_local_experts',
    ].map((key): [string, Change, string] => [`null for ${key}`, set({ [key]: null }), key]),
    ...[
      'vocab_size',
      'hidden_size',
      'intermediate_size',
      'num_hidden_layers',
      'num_key_value_heads',
      'num_attention_heads',
      'num_local_experts',
    ].map((key): [string, Change, string] => [`no ${key}`, without(key), key]),
    ['a sliding_window of 0', set({ sliding_window: 0 }), 'sliding_window'],
    ['a rms_norm_eps of 0', set({ rms_norm_eps: 0 }), 'rms_norm_eps'],
    ['text for rope_theta', set({ rope_theta: '150000' }), 'rope_theta'],
    ['more experts for a token than there are', set({ num_experts_per_tok: 9 }), 'num_experts_per_tok'],
    ['no factor of YaRN', rope(without('factor')), 'factor'],
    ['null for a bound of YaRN', rope(set({ beta_fast: null })), 'beta_fast'],
    ['null for the type of rope', rope(set({ rope_type: null })), 'rope_type'],
    ['packed tensors without any table', without('quantization', 'quantization_config'), 'packed'],
    ['a table without bits', packing(without('bits')), 'quantization'],
    ['an entry with other bits', packing(set({ lm_head: { group_size: 64, bits: 8 } })), 'lm_head'],
    ['an entry with other groups', packing(set({ lm_head: { group_size: 32, bits: 4 } })), 'lm_head'],
    ['an entry that is false', packing(set({ lm_head: false })), 'lm_head'],
    ['an entry that is null', packing(set({ lm_head: null })), 'lm_head'],
    ['an entry that is empty', packing(set({ lm_head: {} })), 'lm_head'],
    ['an entry without a mode', packing(set({ lm_head: { bits: 4, group_size: 64, mode: null } })), 'lm_head'],
    ['code of its own', set({ model_file: 'model.py' }), 'program code'],
    ['another type', set({ model_type: 'gpt_oss_2' }), 'gpt_oss_2'],
  ])('with %s', async (_, change, words) => {
    const folder = changed(change)
    await expect(ask(folder)).rejects.toThrow('The oracle failed')
    const error = await inspectModel(folder).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(FolderError)
    expect((error as Error).message).toContain(words)
  })
})

describe('an adapter has the logits of mlx-lm', () => {
  const lora: AdapterSpec = { type: 'lora', seed: 3, rank: 4, scale: 2, layers: 2, keys: [] }
  const matrices = ['self_attn.q_proj', 'self_attn.o_proj', 'mlp.router', 'lm_head']
  it.each<[string, Partial<typeof spec>, AdapterSpec]>([
    ['DoRA over packed matrices', { layout: 'mxfp4-q4' }, { ...lora, type: 'dora', keys: matrices }],
    [
      'DoRA over plain matrices and the embedding',
      { layout: 'bf16' },
      { ...lora, type: 'dora', keys: [...matrices, 'model.embed_tokens'] },
    ],
    [
      'full over packed matrices',
      { layout: 'mxfp4-q4' },
      { ...lora, type: 'full', keys: ['self_attn', 'self_attn.q_proj', 'mlp.experts.up_proj', 'model.norm'] },
    ],
    [
      'full over plain matrices',
      { layout: 'bf16' },
      {
        ...lora,
        type: 'full',
        keys: ['self_attn.q_proj', 'mlp.router', 'mlp.experts.down_proj', 'lm_head', 'model.embed_tokens'],
      },
    ],
    [
      'full over OpenAI’s own layout',
      { layout: 'raw' },
      { ...lora, type: 'full', keys: ['self_attn.k_proj', 'mlp.router'] },
    ],
    [
      'LoRA without a type',
      { layout: 'mxfp4-q4' },
      { ...lora, type: null, keys: [...matrices, 'mlp.experts.up_proj'] },
    ],
  ])('%s', async (_, changes, adapterSpec) => {
    const model = await oracle.make(modelSpec(changes))
    const adapter = await oracle.makeAdapter(model, adapterSpec)
    const theirs = await ask(model, adapter)
    for (const weights of ['packed', 'unpacked'] as const) {
      const ours = await loadModel(model, { dtype: 'float32', weights, adapter })
      expectSame(await readRows(ours, reading), theirs.rows, weights)
    }
    // Otherwise the comparison would also pass if neither applied the adapter.
    const bare = await ask(model)
    expect(() => expectSame(bare.rows, theirs.rows, 'without the adapter')).toThrow()
  })
})
