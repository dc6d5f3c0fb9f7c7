import { type Entry, type Header, safetensors } from './model-folder.js'

/** The tensors of a weight file, by name. */
export type Tensors = ReadonlyMap<string, Tensor>

export interface Tensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly bytes: Buffer
}

export function readTensors(file: Buffer): Tensors {
  const length = Number(file.readBigUInt64LE())
  const { __metadata__, ...header } = JSON.parse(file.subarray(8, 8 + length).toString()) as Header
  const bytesOf = ({ data_offsets: [begin = 0, end = 0] }: Entry) => file.subarray(8 + length + begin, 8 + length + end)
  return new Map(Object.entries(header).map(([name, entry]) => [name, { ...entry, bytes: bytesOf(entry) }]))
}

export function writeTensors(tensors: Tensors): Buffer {
  const header: Record<string, unknown> = {}
  let end = 0
  for (const [name, { dtype, shape, bytes }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] }
    end += bytes.length
  }
  return safetensors(header, Buffer.concat(Array.from(tensors.values(), ({ bytes }) => bytes)))
}

export function floats({ bytes }: Tensor): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer)
}

export function float32(shape: readonly number[], values: Float32Array): Tensor {
  return { dtype: 'F32', shape, bytes: Buffer.from(values.buffer) }
}

/** Swaps the last two dimensions; elements have `size` bytes. */
export function transpose({ dtype, shape, bytes }: Tensor, size = 4): Tensor {
  const [rows = 1, columns = 1] = shape.slice(-2)
  const result = Buffer.alloc(bytes.length)
  const matrix = rows * columns
  for (let i = 0; i < bytes.length / size; i++) {
    const [index, row, column] = [Math.floor(i / matrix), Math.floor((i % matrix) / columns), i % columns]
    bytes.copy(result, (index * matrix + column * rows + row) * size, i * size, (i + 1) * size)
  }
  return { dtype, shape: [...shape.slice(0, -2), columns, rows], bytes: result }
}

/** Alternates rows of gate and up, as in OpenAI's files. */
function interleave(gate: Tensor, up: Tensor): Tensor {
  const [experts = 1, rows = 1, ...rest] = gate.shape
  const length = gate.bytes.length / experts / rows
  const parts = Array.from({ length: experts * rows }, (_, i) =>
    [gate, up].map(({ bytes }) => bytes.subarray(i * length, (i + 1) * length)),
  )
  return { dtype: gate.dtype, shape: [experts, 2 * rows, ...rest], bytes: Buffer.concat(parts.flat()) }
}

const blocks = (tensor: Tensor): Tensor => {
  const [experts = 1, rows = 1, words = 4] = tensor.shape
  return { dtype: 'U8', shape: [experts, rows, words / 4, 16], bytes: tensor.bytes }
}

/** Converts experts to the layout of OpenAI's own files; unpacked ones to the layout that mlx-lm reads. */
export function asOpenAi(tensors: Tensors): Tensors {
  const result = new Map<string, Tensor>()
  for (const [name, tensor] of tensors) {
    const [base = '', projection, part = ''] = name.split(/\.(gate_proj|up_proj|down_proj)\./)
    if (projection === undefined) result.set(name, tensor)
    if (projection === undefined || projection === 'up_proj') continue
    const up = tensors.get(name.replace('gate_proj', 'up_proj'))
    const isGate = projection === 'gate_proj' && up
    const whole = isGate ? interleave(tensor, up) : tensor
    const path = `${base}.${isGate ? 'gate_up_proj' : 'down_proj'}`
    if (part !== 'weight') result.set(`${path}_${part}`, whole)
    else if (tensor.dtype === 'U32') result.set(`${path}_blocks`, blocks(whole))
    else result.set(path, whole)
  }
  return result
}

/** Converts to the unpacked layout of transformers: like OpenAI's, but with expert matrices as [in, out]. */
export function asTransformers(tensors: Tensors): Tensors {
  const isTransposed = (name: string) => /\.(gate_up_proj|down_proj)$/.test(name)
  return new Map(Array.from(asOpenAi(tensors), ([name, t]) => [name, isTransposed(name) ? transpose(t) : t]))
}

/** Rounds float32 tensors to a 16-bit type: `stored` in 16 bits, and the `same` numbers in float32. */
export function inHalf(tensors: Tensors, dtype: 'BF16' | 'F16'): { readonly stored: Tensors; readonly same: Tensors } {
  const stored = new Map<string, Tensor>()
  const same = new Map<string, Tensor>()
  for (const [name, tensor] of tensors) {
    const words = new Uint32Array(new Uint8Array(tensor.bytes).buffer)
    const halves = new Uint16Array(words.length)
    for (let i = 0; i < words.length; i++) {
      const kept = dtype === 'BF16' ? (words[i] ?? 0) & 0xffff0000 : withTenBits(words[i] ?? 0)
      words[i] = kept
      const isZero = (kept & 0x7fffffff) === 0
      const half = isZero ? 0 : (((kept >>> 23) & 0xff) - 112) * 1024 + ((kept >>> 13) & 0x3ff)
      halves[i] = dtype === 'BF16' ? kept >>> 16 : ((kept >>> 16) & 0x8000) | half
    }
    stored.set(name, { dtype, shape: tensor.shape, bytes: Buffer.from(halves.buffer) })
    same.set(name, { dtype: 'F32', shape: tensor.shape, bytes: Buffer.from(words.buffer) })
  }
  return { stored, same }
}

/** Rounds the bits of a float32 to a normal float16 number; smaller numbers become zero. */
function withTenBits(word: number): number {
  return ((word >>> 23) & 0xff) < 113 ? word & 0x80000000 : word & 0xffffe000
}
