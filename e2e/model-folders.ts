import {
  closeSync,
  copyFileSync,
  cpSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { repository } from './app.js'

const tiny = join(repository, 'native', 'tiny-model', 'model')
const weights = 'model.safetensors'
/** −10,000 in bfloat16: an expert with this bias is never chosen. */
const never = 0xc61c

/** `<|return|>`, `<|call|>` and `<|endoftext|>`, which end a reply. */
const stopIds = [3060, 3068, 3057]
/** `<|end|>`, which ends the reasoning. */
const messageEndId = 3065
/** More tokens than the model writes during a test. */
const endlessContext = 32_768

interface Tensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

/**
 * Makes a tiny model with more experts that are never chosen: it gives the same replies but takes longer to load. With
 * 3,000 experts it has about a gigabyte. The new weights are holes in the file and take no disk space.
 */
export function makeLargeModel(folder: string, experts: number): void {
  for (const name of readdirSync(tiny)) if (name !== weights) copyFileSync(join(tiny, name), join(folder, name))
  const config = JSON.parse(readFileSync(join(tiny, 'config.json'), 'utf8'))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, num_local_experts: experts }))

  const bytes = readFileSync(join(tiny, weights))
  const headerLength = Number(bytes.readBigUInt64LE())
  const { __metadata__, ...tensors } = JSON.parse(bytes.subarray(8, 8 + headerLength).toString())
  const data = bytes.subarray(8 + headerLength)
  const grown: Record<string, Tensor> = {}
  let end = 0
  for (const [name, tensor] of Object.entries<Tensor>(tensors)) {
    const [first = 0, ...rest] = tensor.shape
    const isPerExpert = /\.mlp\.(experts|router)\./.test(name)
    const size = tensor.data_offsets[1] - tensor.data_offsets[0]
    const begin = end
    end += isPerExpert ? (size / first) * experts : size
    grown[name] = { dtype: tensor.dtype, shape: [isPerExpert ? experts : first, ...rest], data_offsets: [begin, end] }
  }

  const header = Buffer.from(JSON.stringify({ __metadata__, ...grown }))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const file = openSync(join(folder, weights), 'w')
  writeSync(file, Buffer.concat([length, header]))
  const start = 8 + header.length
  ftruncateSync(file, start + end)
  for (const [name, { data_offsets, shape }] of Object.entries(grown)) {
    const old: Tensor = tensors[name]
    const own = data.subarray(...old.data_offsets)
    writeSync(file, own, 0, own.length, start + data_offsets[0])
    if (!name.endsWith('.mlp.router.bias')) continue
    const added = Buffer.from(new Uint16Array((shape[0] ?? 0) - (old.shape[0] ?? 0)).fill(never).buffer)
    writeSync(file, added, 0, added.length, start + data_offsets[0] + own.length)
  }
  closeSync(file)
}

/** Copies the tiny model to a folder. */
export function copyTinyModel(folder: string): void {
  cpSync(tiny, folder, { recursive: true })
}

/** Overwrites a bfloat16 tensor in the file with one value, given by its bits. Returns a function that restores the file. */
export function fillTensor(folder: string, name: string, bits: number): () => void {
  const path = join(folder, weights)
  const before = readFileSync(path)
  const headerLength = Number(before.readBigUInt64LE())
  const tensor: Tensor = JSON.parse(before.subarray(8, 8 + headerLength).toString())[name]
  const [begin, end] = tensor.data_offsets
  const changed = Buffer.from(before)
  changed.set(Buffer.from(new Uint16Array((end - begin) / 2).fill(bits).buffer), 8 + headerLength + begin)
  writeFileSync(path, changed)
  return () => writeFileSync(path, before)
}

/** Tokens of `shortModel`'s context. */
export const shortContext = 1_024

/**
 * Makes a tiny model whose context is half as long, so that a test fills it in half of the time. Returns the folder, which is
 * removed after the tests of the file.
 */
export const shortModel = (): string => modelWithContext(shortContext)

function modelWithContext(tokens: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-model-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  copyTinyModel(folder)
  const config = JSON.parse(readFileSync(join(tiny, 'config.json'), 'utf8'))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: tokens }))
  return folder
}

/**
 * Makes a tiny model that can't emit the tokens that end its answer, or its reasoning, so that a reply never ends before
 * the test has looked at it. Returns the folder, which is removed after the tests of the file.
 */
export function endlessModel(endless: 'answer' | 'reasoning' = 'answer'): string {
  const folder = modelWithContext(endlessContext)
  const path = join(folder, weights)
  const bytes = readFileSync(path)
  const headerLength = Number(bytes.readBigUInt64LE())
  const tensors = JSON.parse(bytes.subarray(8, 8 + headerLength).toString())
  const ids = endless === 'reasoning' ? [...stopIds, messageEndId] : stopIds
  // Sets their logits to 0; this model always chooses the largest logit.
  for (const name of ['lm_head.scales', 'lm_head.biases']) {
    const { data_offsets, shape }: Tensor = tensors[name]
    const [begin, end] = data_offsets
    const rowBytes = (end - begin) / (shape[0] ?? 1)
    for (const id of ids) {
      const at = 8 + headerLength + begin + id * rowBytes
      bytes.fill(0, at, at + rowBytes)
    }
  }
  writeFileSync(path, bytes)
  return folder
}

/** Makes a LoRA adapter for the tiny model, in mlx-lm's format, that changes nothing. */
export function makeAdapter(folder: string): void {
  const {
    hidden_size: width,
    head_dim,
    num_attention_heads: heads,
  } = JSON.parse(readFileSync(join(tiny, 'config.json'), 'utf8'))
  const rank = 2
  const shapes = { lora_a: [width, rank], lora_b: [rank, heads * head_dim] }
  let end = 0
  const header = Object.entries(shapes).map(([name, shape]) => {
    const begin = end
    end += 4 * shape.reduce((product, size) => product * size, 1)
    const tensor: Tensor = { dtype: 'F32', shape, data_offsets: [begin, end] }
    return [`model.layers.1.self_attn.q_proj.${name}`, tensor]
  })
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'adapters.safetensors'), Buffer.concat([length, json, Buffer.alloc(end)]))
  const config = { fine_tune_type: 'lora', num_layers: 1, lora_parameters: { rank, scale: 1, dropout: 0 } }
  writeFileSync(join(folder, 'adapter_config.json'), JSON.stringify(config))
}
