// The GGUF format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md

const magic = 0x46554747
const defaultAlignment = 32

/** Names and sizes of ggml's types: [elements of a block, bytes of a block]. */
const types = {
  0: { name: 'F32', block: [1, 4] },
  1: { name: 'F16', block: [1, 2] },
  3: { name: 'Q4_1', block: [32, 20] },
  8: { name: 'Q8_0', block: [32, 34] },
}

/**
 * @typedef {{ name: string, type: 'F32' | 'F16' | 'Q4_1' | 'Q8_0', shape: number[], data: Buffer }} GgufTensor
 *   `shape`: the slowest axis first
 * @param {Buffer} file
 * @returns {{ field: (name: string) => any, tensors: GgufTensor[] }} `field` throws for an unknown name
 */
export function readGguf(file) {
  const cursor = new Cursor(file)
  if (cursor.u32() !== magic) throw new Error('This is no GGUF file.')
  const version = cursor.u32()
  if (version !== 3) throw new Error(`The GGUF file has version ${version}, not 3.`)
  const tensorCount = cursor.u64()
  const fieldCount = cursor.u64()
  const fields = new Map(Array.from({ length: fieldCount }, () => [cursor.string(), cursor.value(cursor.u32())]))
  const field = (name) => {
    if (!fields.has(name)) throw new Error(`The GGUF file has no field ${name}.`)
    return fields.get(name)
  }
  const infos = Array.from({ length: tensorCount }, () => cursor.tensorInfo())
  const alignment = fields.get('general.alignment') ?? defaultAlignment
  const start = Math.ceil(cursor.at / alignment) * alignment
  const tensors = infos.map(({ name, shape, type, offset }) => {
    const known = types[type]
    if (!known) throw new Error(`The tensor ${name} has ggml's type ${type}, which is not read.`)
    const [elements, bytes] = known.block
    const size = (shape.reduce((product, extent) => product * extent, 1) / elements) * bytes
    return { name, type: known.name, shape, data: file.subarray(start + offset, start + offset + size) }
  })
  return { field, tensors }
}

class Cursor {
  at = 0
  #file

  constructor(file) {
    this.#file = file
  }

  u32() {
    return this.#number('readUInt32LE', 4)
  }

  u64() {
    return Number(this.#number('readBigUInt64LE', 8))
  }

  string() {
    const length = this.u64()
    this.at += length
    return this.#file.toString('utf8', this.at - length, this.at)
  }

  value(type) {
    if (type === 8) return this.string()
    if (type === 9) {
      const inner = this.u32()
      return Array.from({ length: this.u64() }, () => this.value(inner))
    }
    if (type === 7) return this.#number('readUInt8', 1) === 1
    const [method, size] = numbers[type] ?? []
    if (!method) throw new Error(`A field of the GGUF file has the unknown type ${type}.`)
    return Number(this.#number(method, size))
  }

  tensorInfo() {
    const name = this.string()
    const shape = Array.from({ length: this.u32() }, () => this.u64()).reverse()
    return { name, shape, type: this.u32(), offset: this.u64() }
  }

  #number(method, size) {
    this.at += size
    return this.#file[method](this.at - size)
  }
}

const numbers = {
  0: ['readUInt8', 1],
  1: ['readInt8', 1],
  2: ['readUInt16LE', 2],
  3: ['readInt16LE', 2],
  4: ['readUInt32LE', 4],
  5: ['readInt32LE', 4],
  6: ['readFloatLE', 4],
  10: ['readBigUInt64LE', 8],
  11: ['readBigInt64LE', 8],
  12: ['readDoubleLE', 8],
}
