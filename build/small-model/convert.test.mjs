import { expect, test } from 'vitest'
import { convert } from './convert.mjs'
import { readGguf } from './gguf.mjs'
import { fromHalf } from './half.mjs'
import { ggufOf, q41, q80 } from './testing/gguf-writer.mjs'

const hidden = 64
const heads = 2

/** A SmolLM2 of one layer; codes and scales count up, so that a number in a wrong place shows. */
function tinyGguf() {
  const tensors = [
    ['token_embd.weight', q80(5, hidden)],
    [
      'output_norm.weight',
      { type: 0, shape: [hidden], data: Buffer.from(Float32Array.from({ length: hidden }, (_, i) => i / 8).buffer) },
    ],
    ['blk.0.attn_q.weight', q41(hidden, hidden)],
    ['blk.0.ffn_up.weight', q41(32, hidden)],
  ]
  const fields = {
    'general.architecture': 'llama',
    'tokenizer.ggml.pre': 'smollm',
    'llama.attention.head_count': heads,
    'llama.attention.head_count_kv': heads,
    'llama.embedding_length': hidden,
    'llama.feed_forward_length': 32,
    'llama.block_count': 1,
    'llama.rope.dimension_count': 32,
    'llama.context_length': 128,
    'llama.attention.layer_norm_rms_epsilon': Math.fround(1e-5),
    'llama.rope.freq_base': 100_000,
    'llama.vocab_size': 5,
    'tokenizer.ggml.tokens': ['<|im_start|>', '<|im_end|>', 'a', 'b', 'ab'],
    'tokenizer.ggml.token_type': [3, 3, 1, 1, 1],
    'tokenizer.ggml.merges': ['a b'],
    'tokenizer.ggml.bos_token_id': 0,
    'tokenizer.ggml.eos_token_id': 1,
    'tokenizer.chat_template': '{{ messages }}',
  }
  return ggufOf(fields, tensors)
}

function tensorsOf(file) {
  const length = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, 8 + length))
  const bytes = ({ data_offsets: [from, to] }) => file.subarray(8 + length + from, 8 + length + to)
  return (name) => ({ ...header[name], data: bytes(header[name]) })
}

/** What MLX computes from an affine matrix: scale · code + bias. */
function dequantized(read, path, bits) {
  const { shape, data } = read(`${path}.weight`)
  const halves = (part) => read(`${path}.${part}`).data
  const columns = (shape[1] * 32) / bits
  return Array.from({ length: shape[0] * columns }, (_, i) => {
    const byte = data[Math.floor((i * bits) / 8)]
    const code = bits === 8 ? byte : (byte >> (4 * (i % 2))) & 15
    const group = 2 * Math.floor(i / 32)
    return fromHalf(halves('scales').readUInt16LE(group)) * code + fromHalf(halves('biases').readUInt16LE(group))
  })
}

const { gguf, values } = tinyGguf()
const files = convert(readGguf(gguf))
const read = tensorsOf(files['model.safetensors'])

test('each number keeps its value and its place', () => {
  expect(dequantized(read, 'model.embed_tokens', 8)).toEqual(values['token_embd.weight'])
  expect(dequantized(read, 'model.layers.0.mlp.up_proj', 4)).toEqual(values['blk.0.ffn_up.weight'])
})

test('rows of queries go from neighbours back to halves', () => {
  const rows = (all) => Array.from({ length: hidden }, (_, row) => all.slice(row * hidden, (row + 1) * hidden))
  const stored = rows(values['blk.0.attn_q.weight'])
  const order = [0, 32].flatMap((head) =>
    [0, 1].flatMap((odd) => Array.from({ length: 16 }, (_, i) => head + 2 * i + odd)),
  )
  expect(rows(dequantized(read, 'model.layers.0.self_attn.q_proj', 4))).toEqual(order.map((row) => stored[row]))
})

test('norms become 16 bits, and the config is complete', () => {
  const { dtype, data } = read('model.norm.weight')
  expect([dtype, fromHalf(data.readUInt16LE(2))]).toEqual(['F16', 1 / 8])
  expect(JSON.parse(files['config.json'])).toMatchObject({
    rms_norm_eps: 1e-5,
    tie_word_embeddings: true,
    bos_token_id: 0,
    quantization: { group_size: 32, bits: 4, 'model.embed_tokens': { group_size: 32, bits: 8 } },
  })
  expect(JSON.parse(files['tokenizer.json'])).toMatchObject({
    added_tokens: [{ id: 0, content: '<|im_start|>', special: true }, { id: 1 }],
    model: { vocab: { ab: 4 }, merges: [['a', 'b']] },
  })
})

test('another model, a cut file and a foreign one are refused', () => {
  const other = ggufOf({ 'general.architecture': 'gemma', 'tokenizer.ggml.pre': 'smollm' }, []).gguf
  expect(() => convert(readGguf(other))).toThrow('gemma')
  expect(() => readGguf(gguf.subarray(0, 40))).toThrow()
  expect(() => readGguf(Buffer.from('PK no gguf'))).toThrow('no GGUF')
})
