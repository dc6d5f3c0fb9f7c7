import { type Header, type Json, safetensors } from './model-folder.js'

const fp4 = [0, 0.5, 1, 1.5, 2, 3, 4, 6, -0, -0.5, -1, -1.5, -2, -3, -4, -6]

interface Weights {
  readonly header: Header
  readonly data: Buffer
}

/** Unpacks every packed tensor of a weight file to float32, by the definitions of affine and mxfp4 and without MLX. */
export function dequantize({ header, data }: Weights, quantization: Json): Buffer {
  const parts: Buffer[] = []
  const result: Header = {}
  let end = 0
  const write = (name: string, shape: number[], values: Float32Array) => {
    const bytes = Buffer.from(values.buffer)
    result[name] = { dtype: 'F32', shape, data_offsets: [end, end + bytes.length] }
    parts.push(bytes)
    end += bytes.length
  }
  for (const [name, { shape }] of Object.entries(header)) {
    const path = name.replace(/\.(weight|scales|biases)$/, '')
    if (!header[`${path}.scales`]) write(name, shape, bfloats(name))
    else if (name.endsWith('.weight')) unpack(name, path)
  }
  return safetensors(result, Buffer.concat(parts))

  function bytesOf(name: string): Buffer {
    const [begin = 0, stop = 0] = header[name]?.data_offsets ?? []
    return data.subarray(begin, stop)
  }

  function bfloats(name: string): Float32Array {
    const bytes = bytesOf(name)
    if (header[name]?.dtype === 'F32')
      return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))
    const words = Uint32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(i * 2) << 16)
    return new Float32Array(words.buffer)
  }

  function unpack(name: string, path: string): void {
    const bytes = bytesOf(name)
    const shape = [...(header[name]?.shape ?? [])]
    const isAffine = header[`${path}.biases`] !== undefined
    const packing = (quantization[path] ?? quantization) as { readonly bits: number; readonly group_size: number }
    const scales = isAffine ? bfloats(`${path}.scales`) : bytesOf(`${path}.scales`)
    const biases = isAffine ? bfloats(`${path}.biases`) : undefined
    const perByte = 8 / packing.bits
    shape.push(((shape.pop() ?? 0) * 32) / packing.bits)
    const values = new Float32Array(bytes.length * perByte)
    for (let i = 0; i < values.length; i++) {
      const shift = (i % perByte) * packing.bits
      const code = ((bytes[Math.floor(i / perByte)] ?? 0) >> shift) & (2 ** packing.bits - 1)
      const group = Math.floor(i / packing.group_size)
      const scale = scales[group] ?? 0
      values[i] = biases ? scale * code + (biases[group] ?? 0) : (fp4[code] ?? 0) * 2 ** (scale - 127)
    }
    write(name, shape, values)
  }
}
