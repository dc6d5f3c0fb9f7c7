import type { Architecture } from './architectures/architecture.js'
import { architectureNames, architectures } from './architectures/architectures.js'
import { FolderError, toPrintable } from './folder-error.js'
import { isRecord } from './json.js'
import { familyOf } from './model-names.js'

// A folder that is whole but of another kind is named for what it is, and never called damaged.

/** The formats that other programs pack weights in, by the `quant_method` of config.json. */
const methods: Readonly<Record<string, string>> = {
  aqlm: 'AQLM',
  'auto-round': 'AutoRound',
  auto_round: 'AutoRound',
  autoround: 'AutoRound',
  'intel/auto-round': 'AutoRound',
  awq: 'AWQ',
  bitnet: 'BitNet',
  bitsandbytes: 'bitsandbytes',
  'compressed-tensors': 'compressed-tensors',
  eetq: 'EETQ',
  exl2: 'EXL2',
  exl3: 'EXL3',
  fbgemm_fp8: 'FP8',
  finegrained_fp8: 'FP8',
  fp8: 'FP8',
  fp_quant: 'FP-Quant',
  gguf: 'GGUF',
  gptq: 'GPTQ',
  gptq_marlin: 'GPTQ',
  higgs: 'HIGGS',
  hqq: 'HQQ',
  inc: 'AutoRound',
  marlin: 'GPTQ',
  modelopt: 'ModelOpt',
  modelopt_fp4: 'ModelOpt',
  modelopt_mixed: 'ModelOpt',
  quanto: 'Quanto',
  quark: 'Quark',
  spqr: 'SpQR',
  torchao: 'torchao',
  vptq: 'VPTQ',
}

/** Endings of tensor names that only one format has, for a config that does not name it. */
const tensorEndings: readonly (readonly [RegExp, string])[] = [
  [/\.(?:q_scale|q_invperm|q_group_map|q_groups)$/, 'EXL2'],
  [/\.(?:trellis|suh|svh)$/, 'EXL3'],
  [/\.g_idx$/, 'GPTQ'],
  [/\.q(?:weight|zeros)$/, 'GPTQ or AWQ'],
  [/\.weight_packed$/, 'compressed-tensors'],
  [/\.(?:absmax|quant_map|quant_state\.\w+|SCB)$/, 'bitsandbytes'],
  [/\.weight_scale_2$/, 'ModelOpt'],
  [/\.weight_scale(?:_inv)?$/, 'FP8'],
]

/** Files of other programs, in the order in which they are looked for. */
const fileEndings: readonly (readonly [RegExp, string])[] = [
  [/\.gguf$/i, 'a GGUF model, for llama.cpp, Ollama and LM Studio'],
  // Not what a training leaves beside its weights.
  [
    /^(?!training_args|optimizer|scheduler|rng_state|random_states).*\.(?:bin|pth?|ckpt)$/i,
    'a model in PyTorch’s own files',
  ],
  [/^(?:consolidated.*|pytorch_model.*|diffusion_.*)\.safetensors$/, 'a model in the files of its maker'],
  [/\.npz$/i, 'a model in an early MLX format'],
  [/\.onnx(?:_data)?$/i, 'an ONNX model'],
  [/\.(?:mlpackage|mlmodelc?)$/i, 'a Core ML model'],
  [/\.(?:h5|msgpack|tflite|pb)$/i, 'a model for TensorFlow or Flax'],
]

const runs = 'Parley runs MLX and original gpt-oss weights.'
const example = architectures.gpt_oss.suggestion(undefined)

/** Returns the refusal of a config of another kind of packing, or undefined. */
export function refuseForeignConfig(
  config: Readonly<Record<string, unknown>>,
  architecture: Architecture,
): FolderError | undefined {
  const suggestion = architecture.suggestion(config.num_hidden_layers)
  // mlx-lm runs such code only where it is told to trust it.
  if ((config.model_file ?? undefined) !== undefined) {
    return new FolderError(
      'type-unsupported',
      `This model comes with program code of its own, which Parley does not run. Download ${suggestion} instead.`,
    )
  }
  const method = methodOf(config)
  if (method === undefined) return undefined
  const known = methods[method.toLowerCase()]
  return foreignPacking(known ?? `“${toPrintable(method)}”`, suggestion)
}

/** Returns the refusal of a folder without a config or weights for Parley, or undefined if its files don't say why. */
export function refuseForeignFiles(names: readonly string[]): FolderError | undefined {
  if (names.includes('adapter_config.json')) {
    return new FolderError(
      'format-unsupported',
      'This folder holds an adapter, which changes a model and is none itself. Choose the folder of the model.',
    )
  }
  if (names.some((name) => /^model.*\.safetensors$/.test(name))) return undefined
  for (const [ending, what] of fileEndings) {
    if (!names.some((name) => ending.test(name))) continue
    return new FolderError('format-unsupported', `This is ${what}. ${runs} Download ${example} instead.`)
  }
  return undefined
}

/** Returns the refusal of weight files that other programs packed, or undefined. */
export function refuseForeignTensors(names: readonly string[], suggestion: string): FolderError | undefined {
  if (names.some((name) => /^(?:model\.)?(?:language_model|vision_tower|vision_model|visual)\./.test(name))) {
    return new FolderError(
      'format-unsupported',
      `This model reads pictures: its text part is stored as “language_model”. Parley runs models for text. Download ${suggestion} instead.`,
    )
  }
  const found = tensorEndings.find(([ending]) => names.some((name) => ending.test(name)))
  if (found) return foreignPacking(found[1], suggestion)
  if (names.some((name) => /\.experts\.(?:\d+\.|\w+_projs\.\d+\.)/.test(name))) {
    return new FolderError(
      'format-unsupported',
      `This model stores each expert by itself, as some programs for training do. ${runs} Download ${suggestion} instead.`,
    )
  }
  return undefined
}

/** Returns the refusal of a type of model that Parley has no graph for. */
export function refuseForeignType(type: string, text: unknown): FolderError {
  const isOverGptOss = isRecord(text) && text.model_type === 'gpt_oss'
  const family = familyOf(type)
  const quoted = `the type “${toPrintable(type)}”`
  const what = family === undefined ? `a model of ${quoted}` : `${articleOf(family)} model`
  // A family has members that Parley runs and others, such as mixtures of experts.
  const isOther = Object.values(architectures).some(({ name }) => name === family)
  return new FolderError(
    'type-unsupported',
    isOverGptOss
      ? `This is ${what}: gpt-oss with a part for pictures or sound. Parley runs gpt-oss alone. Download ${example} instead.`
      : `This is ${what}${isOther ? ` of ${quoted}` : ''}. Parley runs ${architectureNames}. Choose one, such as ${example}.`,
  )
}

function foreignPacking(format: string, suggestion: string): FolderError {
  return new FolderError(
    'packing-unsupported',
    `This is ${articleOf(format)} model. ${runs} Download ${suggestion} instead.`,
  )
}

/** Returns another program's packing method, if the config names one and has no table of MLX. */
function methodOf({ quantization, quantization_config: table }: Readonly<Record<string, unknown>>): string | undefined {
  if (isRecord(quantization) || !isRecord(table)) return undefined
  const { quant_method: method } = table
  // transformers reads a table without a method, but with one of these, as bitsandbytes.
  if ((method ?? undefined) === undefined) return table.load_in_4bit || table.load_in_8bit ? 'bitsandbytes' : undefined
  // AutoRound also writes GPTQ's and AWQ's names.
  if (typeof method === 'string' && 'autoround_version' in table) return 'auto-round'
  if (method === 'mxfp4' || method === 'mxfp8') return undefined
  return String(method)
}

/** Puts “an” before a name that is spoken with a vowel. */
function articleOf(name: string): string {
  return /^(?:[AEIO]|FP|HQQ|LFM|MPT|RWKV|XLM)/.test(name) ? `an ${name}` : `a ${name}`
}
