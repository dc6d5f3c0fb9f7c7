import { fromHalf, toHalf } from './half.mjs'

/** Elements that share a scale, in ggml's Q4_1 and Q8_0 and in MLX's packing. */
const group = 32

const names = {
  token_embd: 'model.embed_tokens',
  output_norm: 'model.norm',
  output: 'lm_head',
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
}

/**
 * Converts the GGUF file of a SmolLM2 model to the files of an MLX folder without quantising again: a group of Q4_1 or Q8_0
 * has a scale and a minimum, as MLX's affine packing has, so each stored number is kept.
 * @param {ReturnType<import('./gguf.mjs').readGguf>} gguf
 * @returns {Record<string, Buffer | string>} by file name
 */
export function convert({ field, tensors }) {
  const architecture = field('general.architecture')
  const cut = field('tokenizer.ggml.pre')
  if (architecture !== 'llama' || cut !== 'smollm') throw new Error(`A ${architecture} with ${cut} can't be converted.`)
  const heads = { attn_q: field('llama.attention.head_count'), attn_k: field('llama.attention.head_count_kv') }
  const packed = {}
  const bitsOf = {}
  for (const tensor of tensors) {
    const { path, part } = placeOf(tensor.name)
    const unpacked = tensor.type === 'F32' || tensor.type === 'F16' ? undefined : unpack(tensor)
    const sorted = (rows) => (heads[part] ? unpermuted(rows, heads[part]) : rows)
    if (!unpacked) {
      packed[`${path}.weight`] = { dtype: 'F16', shape: tensor.shape, data: sorted({ ...asHalves(tensor) }).data }
      if (tensor.shape.length === 2) bitsOf[path] = null
      continue
    }
    bitsOf[path] = unpacked.bits
    for (const [name, value] of Object.entries(unpacked.parts)) packed[`${path}.${name}`] = sorted(value)
  }
  const isTied = !('lm_head.weight' in packed)
  const tokens = field('tokenizer.ggml.tokens')
  const ids = { bos_token: field('tokenizer.ggml.bos_token_id'), eos_token: field('tokenizer.ggml.eos_token_id') }
  const idEntries = Object.fromEntries(Object.entries(ids).map(([name, id]) => [`${name}_id`, id]))
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_act: 'silu',
    hidden_size: field('llama.embedding_length'),
    intermediate_size: field('llama.feed_forward_length'),
    num_hidden_layers: field('llama.block_count'),
    num_attention_heads: heads.attn_q,
    num_key_value_heads: heads.attn_k,
    head_dim: field('llama.rope.dimension_count'),
    max_position_embeddings: field('llama.context_length'),
    rms_norm_eps: shortest(field('llama.attention.layer_norm_rms_epsilon')),
    rope_theta: shortest(field('llama.rope.freq_base')),
    rope_scaling: null,
    attention_bias: false,
    mlp_bias: false,
    tie_word_embeddings: isTied,
    vocab_size: field('llama.vocab_size'),
    torch_dtype: 'float16',
    ...idEntries,
    quantization: quantizationOf(bitsOf),
  }
  const template = field('tokenizer.chat_template')
  const tokenizerConfig = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    add_prefix_space: false,
    clean_up_tokenization_spaces: false,
    model_max_length: config.max_position_embeddings,
    chat_template: template,
    ...Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, tokens[id]])),
  }
  return {
    'model.safetensors': safetensors(packed),
    'config.json': json(config),
    // The sampling that the model card recommends: a GGUF has no place for it.
    'generation_config.json': json({ ...idEntries, do_sample: true, temperature: 0.2, top_p: 0.9 }),
    'tokenizer.json': `${JSON.stringify(tokenizerOf(field))}\n`,
    'tokenizer_config.json': json(tokenizerConfig),
    'chat_template.jinja': template,
  }
}

/** `blk.3.attn_q.weight` → { path: 'model.layers.3.self_attn.q_proj', part: 'attn_q' } */
function placeOf(name) {
  const [, layer, part] = /^(?:blk\.(\d+)\.)?(\w+)\.weight$/.exec(name) ?? []
  if (!names[part]) throw new Error(`The tensor ${name} has no place in an MLX folder.`)
  return { path: `${layer === undefined ? '' : `model.layers.${layer}.`}${names[part]}`, part }
}

/** A block is a scale, for Q4_1 a minimum, and 32 codes: nibbles whose low halves come first, or signed bytes. */
function unpack({ name, type, shape, data }) {
  const [rows, columns] = shape
  const groups = columns / group
  const isNibbles = type === 'Q4_1'
  const blockBytes = isNibbles ? 20 : 34
  const bits = isNibbles ? 4 : 8
  const weight = Buffer.alloc((rows * columns * bits) / 8)
  const scales = Buffer.alloc(rows * groups * 2)
  const biases = Buffer.alloc(rows * groups * 2)
  for (let block = 0; block < rows * groups; block++) {
    const at = block * blockBytes
    const scale = data.readUInt16LE(at)
    scales.writeUInt16LE(scale, 2 * block)
    if (isNibbles) {
      biases.writeUInt16LE(data.readUInt16LE(at + 2), 2 * block)
      packNibbles(data.subarray(at + 4, at + 20), weight, 16 * block)
    } else {
      const bias = toHalf(-128 * fromHalf(scale))
      if (bias === undefined) throw new Error(`A bias of ${name} does not fit into 16 bits.`)
      biases.writeUInt16LE(bias, 2 * block)
      for (let i = 0; i < group; i++) weight[32 * block + i] = data[at + 2 + i] ^ 0x80
    }
  }
  const grouped = (bytes) => ({ dtype: 'F16', shape: [rows, groups], data: bytes })
  return {
    bits,
    parts: {
      weight: { dtype: 'U32', shape: [rows, (columns * bits) / 32], data: weight },
      scales: grouped(scales),
      biases: grouped(biases),
    },
  }
}

/** ggml has elements i and i + 16 in a byte, MLX has neighbours. */
function packNibbles(from, to, at) {
  for (let i = 0; i < 16; i += 2) {
    to[at + i / 2] = (from[i] & 15) | ((from[i + 1] & 15) << 4)
    to[at + 8 + i / 2] = (from[i] >> 4) | (from[i + 1] & 0xf0)
  }
}

/** ggml rotates neighbours and Hugging Face halves, so ggml's rows of queries and keys are in another order. */
function unpermuted(tensor, heads) {
  const { shape, data } = tensor
  const rowBytes = data.length / shape[0]
  const half = shape[0] / heads / 2
  const rows = Array.from({ length: shape[0] }, (_, row) => {
    const head = Math.floor(row / (2 * half))
    const inHead = row % (2 * half)
    const from = head * 2 * half + 2 * (inHead % half) + Math.floor(inHead / half)
    return data.subarray(from * rowBytes, (from + 1) * rowBytes)
  })
  return { ...tensor, data: Buffer.concat(rows) }
}

function asHalves({ name, type, shape, data }) {
  if (type === 'F16') return { shape, data }
  const halves = Buffer.alloc(data.length / 2)
  for (let at = 0; at < data.length; at += 4) {
    const half = toHalf(data.readFloatLE(at))
    if (half === undefined) throw new Error(`A number of ${name} does not fit into 16 bits.`)
    halves.writeUInt16LE(half, at / 2)
  }
  return { shape, data: halves }
}

/** The commonest bits in general, and an entry for each module that differs. */
function quantizationOf(bitsOf) {
  const all = Object.values(bitsOf).filter((bits) => bits !== null)
  const general = [4, 8].sort(
    (a, b) => all.filter((bits) => bits === b).length - all.filter((bits) => bits === a).length,
  )[0]
  const entry = (bits) => (bits === null ? false : { group_size: group, bits })
  const differing = Object.entries(bitsOf).filter(([, bits]) => bits !== general)
  return { ...entry(general), ...Object.fromEntries(differing.map(([path, bits]) => [path, entry(bits)])) }
}

function safetensors(tensors) {
  const header = { __metadata__: { format: 'mlx' } }
  const data = []
  let at = 0
  for (const name of Object.keys(tensors).sort()) {
    const { dtype, shape, data: bytes } = tensors[name]
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] }
    data.push(bytes)
    at += bytes.length
  }
  const text = JSON.stringify(header)
  const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, padded, ...data])
}

function tokenizerOf(field) {
  const tokens = field('tokenizer.ggml.tokens')
  const kinds = field('tokenizer.ggml.token_type')
  const isControl = (kind) => kind === 3
  const isUserDefined = (kind) => kind === 4
  const added = tokens.flatMap((content, id) =>
    isControl(kinds[id]) || isUserDefined(kinds[id])
      ? [
          {
            id,
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: isControl(kinds[id]),
          },
        ]
      : [],
  )
  const byteLevel = { type: 'ByteLevel', trim_offsets: true, use_regex: true }
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Digits', individual_digits: true },
        { ...byteLevel, add_prefix_space: false },
      ],
    },
    post_processor: null,
    decoder: { ...byteLevel, add_prefix_space: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((text, id) => [text, id])),
      merges: field('tokenizer.ggml.merges').map((merge) => merge.split(' ')),
    },
  }
}

/** The shortest decimal that rounds to this float32: 1e-5 and not 0.000009999999747378752. */
function shortest(value) {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`
