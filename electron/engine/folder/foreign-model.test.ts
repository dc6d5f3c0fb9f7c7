import { describe, expect, it } from 'vitest'
import { changedModel, type Json, safetensors, temporaryFolder, tinyConfig } from '../../../native/test/model-folder.js'
import { inspectModel } from '../../../native/test/tiny-model.js'

const gptOss = { ...tinyConfig, num_hidden_layers: 24, quantization: undefined }
const packed = (quantization_config: Json, more: Json = {}) => ({ ...gptOss, quantization_config, ...more })

/** What `inspectModel` says about a folder. */
async function refusal(files: Parameters<typeof changedModel>[0]): Promise<Error & { code?: string }> {
  return (await inspectModel(changedModel(files)).catch((error: unknown) => error)) as Error
}

function expectForeign({ message, code }: Error & { code?: string }, name: string | RegExp) {
  expect(code).toBe('model-unsupported')
  expect(message).toMatch(name)
  expect(message).not.toMatch(/damaged|incomplete|missing|again/i)
  expect(message).toMatch(/mlx-community\/gpt-oss-(?:20b|120b)-MXFP4-Q4|Choose/)
}

// As the formats' own programs write them.
const tables: readonly (readonly [name: string, table: Json])[] = [
  [
    'a GPTQ',
    {
      bits: 4,
      checkpoint_format: 'gptq',
      desc_act: false,
      group_size: 128,
      lm_head: false,
      meta: { damp_percent: 0.05, quantizer: ['gptqmodel:4.0.0'], true_sequential: true, uri: 'https://example.com' },
      pack_dtype: 'int32',
      quant_method: 'gptq',
      sym: true,
    },
  ],
  [
    'an AWQ',
    {
      bits: 4,
      group_size: 128,
      modules_to_not_convert: null,
      quant_method: 'awq',
      version: 'gemm',
      zero_point: true,
    },
  ],
  [
    'an AutoRound',
    {
      autoround_version: '0.6.1',
      bits: 4,
      data_type: 'int',
      group_size: 128,
      packing_format: 'auto_round:auto_gptq',
      quant_method: 'auto-round',
      sym: true,
    },
  ],
  ['an AutoRound', { autoround_version: '0.5.1', bits: 4, group_size: 128, quant_method: 'gptq', sym: true }],
  ['an AutoRound', { backend: 'auto_round:gptq', bits: 4, group_size: 128, quant_method: 'intel/auto-round' }],
  ['an FP8', { activation_scheme: 'dynamic', fmt: 'e4m3', quant_method: 'fp8', weight_block_size: [128, 128] }],
  ['an FP8', { activation_scale_ub: 1200, modules_to_not_convert: [], quant_method: 'fbgemm_fp8' }],
  [
    'a ModelOpt',
    {
      config_groups: { group_0: { targets: ['Linear'], weights: { group_size: 16, num_bits: 4, type: 'float' } } },
      ignore: ['lm_head'],
      producer: { name: 'modelopt', version: '0.35.0' },
      quant_algo: 'NVFP4',
      quant_method: 'modelopt',
    },
  ],
  [
    'a bitsandbytes',
    {
      _load_in_4bit: true,
      _load_in_8bit: false,
      bnb_4bit_compute_dtype: 'bfloat16',
      bnb_4bit_quant_type: 'nf4',
      llm_int8_skip_modules: ['router'],
      load_in_4bit: true,
      quant_method: 'bitsandbytes',
    },
  ],
  ['a bitsandbytes', { bnb_4bit_quant_type: 'nf4', load_in_4bit: true }],
  [
    'a compressed-tensors',
    {
      config_groups: { group_0: { targets: ['Linear'], weights: { num_bits: 4, strategy: 'group', type: 'int' } } },
      format: 'pack-quantized',
      ignore: ['lm_head'],
      quant_method: 'compressed-tensors',
      quantization_status: 'compressed',
    },
  ],
  ['an EXL2', { bits: 4.0, head_bits: 6, quant_method: 'exl2', version: '0.2.4' }],
  ['an EXL3', { bits: 4.0, codebook: 'mcg', head_bits: 6, out_scales: 'auto', quant_method: 'exl3', version: '0.0.6' }],
  ['an HQQ', { quant_config: { weight_quant_params: { nbits: 4, group_size: 64 } }, quant_method: 'hqq' }],
  ['a torchao', { quant_method: 'torchao', quant_type: { default: { _type: 'Int4WeightOnlyConfig' } } }],
  ['a Quark', { export: { pack_method: 'reorder' }, quant_method: 'quark' }],
  ['a “new-method”', { bits: 4, quant_method: 'new-method' }],
]

describe('a config', () => {
  it.each(tables)('of %s model is named, with the repository that has one for Parley', async (name, table) => {
    const error = await refusal({ 'config.json': packed(table) })
    expectForeign(error, `This is ${name} model. Parley runs MLX and original gpt-oss weights.`)
    expect(error.message).toContain('Download mlx-community/gpt-oss-20b-MXFP4-Q4 instead.')
  })

  it('of a packed dense model suggests its own version for MLX', async () => {
    const config = { model_type: 'qwen3', num_hidden_layers: 36, quantization_config: { quant_method: 'awq' } }
    const { message } = await refusal({ 'config.json': config })
    expect(message).toContain('This is an AWQ model.')
    expect(message).toContain('Download its version for MLX from mlx-community instead.')
  })

  it('of the large model names the large one', async () => {
    const error = await refusal({ 'config.json': packed({ quant_method: 'fp8' }, { num_hidden_layers: 36 }) })
    expect(error.message).toContain('mlx-community/gpt-oss-120b-MXFP4-Q4')
  })

  it('with MLX’s own table beside AutoRound’s is MLX’s', async () => {
    const quantization_config = { quant_method: 'auto-round', packing_format: 'mlx', bits: 4, group_size: 32 }
    const folder = changedModel({ 'config.json': { ...tinyConfig, quantization_config } })
    expect(await inspectModel(folder)).toMatchObject({ layers: 6 })
  })

  it.each([
    ['gemma3_text', 'a Gemma 3 model'],
    ['gemma3', 'a Gemma 3 model'],
    ['gemma3n', 'a Gemma 3n model'],
    ['llama4', 'a Llama 4 model'],
    ['qwen3_moe', 'a Qwen 3 model of the type “qwen3_moe”'],
    ['llama_bidirectional', 'a Llama model of the type “llama_bidirectional”'],
    ['qwen2_5_vl', 'a Qwen 2.5 VL model'],
    ['deepseek_v3', 'a DeepSeek V3 model'],
    ['glm4_moe', 'a GLM 4 model'],
    ['phi3', 'a Phi 3 model'],
    ['olmo2', 'an OLMo 2 model'],
    ['lfm2', 'an LFM2 model'],
    ['opt', 'an OPT model'],
    ['a_new_type', 'a model of the type “a_new_type”'],
    ['constructor', 'a model of the type “constructor”'],
  ])('of the type %s is called %s', async (model_type, name) => {
    const error = await refusal({ 'config.json': { model_type, hidden_size: 8 } })
    expectForeign(error, `This is ${name}. Parley runs gpt-oss, Llama, Mistral, Qwen 2 and Qwen 3.`)
  })

  it.each([
    ['a part of an image generator', { _class_name: 'UNet2DConditionModel', sample_size: 64 }],
    ['nothing', {}],
  ])('of %s names no type', async (_, config) => {
    expectForeign(await refusal({ 'config.json': config }), 'names no type of model')
  })

  it('of a model with pictures over gpt-oss says so', async () => {
    const config = { model_type: 'internvl_chat', text_config: { ...gptOss }, vision_config: {} }
    expectForeign(
      await refusal({ 'config.json': config }),
      'This is an InternVL model: gpt-oss with a part for pictures',
    )
  })
})

const tensorsNamed = (...names: string[]) =>
  safetensors(
    Object.fromEntries(names.map((name, i) => [name, { dtype: 'I32', shape: [1], data_offsets: [4 * i, 4 * i + 4] }])),
    Buffer.alloc(4 * names.length),
  )

describe('weight files', () => {
  it.each([
    ['a GPTQ or AWQ model', 'model.layers.0.self_attn.q_proj.qweight'],
    ['an EXL3 model', 'model.layers.0.self_attn.q_proj.trellis'],
    ['an EXL2 model', 'model.layers.0.self_attn.q_proj.q_invperm'],
    ['a compressed-tensors model', 'model.layers.0.self_attn.q_proj.weight_packed'],
    ['a bitsandbytes model', 'model.layers.0.self_attn.q_proj.weight.absmax'],
    ['an FP8 model', 'model.layers.0.self_attn.q_proj.weight_scale_inv'],
    ['a ModelOpt model', 'model.layers.0.self_attn.q_proj.weight_scale_2'],
    ['each expert by itself', 'model.layers.0.mlp.experts.0.gate_proj.weight'],
    ['each expert by itself', 'model.layers.0.mlp.experts.gate_up_projs.31.weight'],
    ['a GPTQ or AWQ model', 'model.layers.0.mlp.experts.0.gate_proj.qweight'],
    ['This model reads pictures', 'language_model.model.layers.0.self_attn.q_proj.weight'],
    ['This model reads pictures', 'model.language_model.layers.0.self_attn.q_proj.weight'],
    ['This model reads pictures', 'model.vision_tower.blocks.0.attn.qkv.weight'],
  ])('of %s are named if the config says nothing', async (name, tensor) => {
    const config = { ...tinyConfig, quantization: undefined, quantization_config: undefined }
    const files = { 'config.json': config, 'model.safetensors': tensorsNamed('model.norm.weight', tensor) }
    expectForeign(await refusal(files), name)
  })
})

describe('a folder', () => {
  const none = { 'model.safetensors': null }
  it.each<[string, Parameters<typeof changedModel>[0], string]>([
    ['only a GGUF', { ...none, 'config.json': null, 'gpt-oss-20b-Q4_K_M.gguf': 'GGUF' }, 'a GGUF model'],
    ['a config and a GGUF', { ...none, 'gpt-oss-20b-F16.gguf': 'GGUF' }, 'a GGUF model'],
    ['PyTorch’s files', { ...none, 'pytorch_model-00001-of-00002.bin': '' }, 'PyTorch'],
    [
      'PyTorch’s files and their index',
      { ...none, 'pytorch_model.bin': '', 'pytorch_model.bin.index.json': '{}' },
      'PyTorch',
    ],
    ['a checkpoint of PyTorch', { ...none, 'consolidated.00.pth': '' }, 'PyTorch'],
    ['an ONNX model', { ...none, 'model.onnx': '' }, 'an ONNX model'],
    ['an early MLX model', { ...none, 'weights.npz': '' }, 'an early MLX format'],
    ['a Core ML model', { ...none, 'model.mlpackage': '' }, 'a Core ML model'],
    [
      'an adapter',
      { ...none, 'config.json': null, 'adapter_config.json': '{}', 'adapters.safetensors': '' },
      'an adapter',
    ],
  ])('with %s is named', async (_, files, name) => {
    expectForeign(await refusal(files), name)
  })

  it('with nothing of a model is still said to lack its files', async () => {
    await expect(inspectModel(temporaryFolder())).rejects.toMatchObject({ reason: 'file-missing' })
    const trained = { 'training_args.bin': '', 'optimizer.pt': '', 'model.safetensors': null }
    await expect(inspectModel(changedModel(trained))).rejects.toMatchObject({ reason: 'file-missing' })
    const withoutConfig = changedModel({ 'config.json': null, 'model.gguf': '' })
    await expect(inspectModel(withoutConfig)).rejects.toMatchObject({ reason: 'file-missing' })
  })
})
