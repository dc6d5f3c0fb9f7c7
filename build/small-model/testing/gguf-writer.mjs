import { fromHalf } from '../half.mjs'

/** Returns a GGUF file of these fields and tensors, and the values of the packed tensors by name. */
export function ggufOf(fields, tensors) {
  const head = [u32(0x46554747), u32(3), u64(tensors.length), u64(Object.keys(fields).length)]
  for (const [name, value] of Object.entries(fields)) head.push(string(name), field(value))
  let at = 0
  for (const [name, { type, shape, data }] of tensors) {
    head.push(string(name), u32(shape.length), ...shape.toReversed().map(u64), u32(type), u64(at))
    at += aligned(data.length)
  }
  const start = Buffer.concat(head)
  const parts = [start, Buffer.alloc(aligned(start.length) - start.length)]
  for (const [, { data }] of tensors) parts.push(data, Buffer.alloc(aligned(data.length) - data.length))
  const values = Object.fromEntries(tensors.map(([name, tensor]) => [name, tensor.values]))
  return { gguf: Buffer.concat(parts), values }
}

/** Scales are exact in 16 bits, so that sums of them are exact too. */
const scaleOf = (block) => 0x2000 + (block % 64) * 16

export function q41(rows, columns) {
  const blocks = Array.from({ length: (rows * columns) / 32 }, (_, block) => {
    const codes = Array.from({ length: 32 }, (_, i) => (block * 5 + i * 3) % 16)
    const minimum = 0xa000 + (block % 32) * 32
    const nibbles = Buffer.from(codes.slice(0, 16).map((code, i) => code | (codes[i + 16] << 4)))
    const values = codes.map((code) => fromHalf(scaleOf(block)) * code + fromHalf(minimum))
    return { data: Buffer.concat([u16(scaleOf(block)), u16(minimum), nibbles]), values }
  })
  return joined(3, [rows, columns], blocks)
}

export function q80(rows, columns) {
  const blocks = Array.from({ length: (rows * columns) / 32 }, (_, block) => {
    const codes = Array.from({ length: 32 }, (_, i) => ((block * 37 + i * 11) % 256) - 128)
    const values = codes.map((code) => fromHalf(scaleOf(block)) * code)
    return { data: Buffer.concat([u16(scaleOf(block)), Buffer.from(Int8Array.from(codes).buffer)]), values }
  })
  return joined(8, [rows, columns], blocks)
}

const joined = (type, shape, blocks) => ({
  type,
  shape,
  data: Buffer.concat(blocks.map(({ data }) => data)),
  values: blocks.flatMap(({ values }) => values),
})

const aligned = (size) => Math.ceil(size / 32) * 32

function field(value) {
  if (typeof value === 'string') return Buffer.concat([u32(8), string(value)])
  if (typeof value === 'number' && Number.isInteger(value)) return Buffer.concat([u32(4), u32(value)])
  if (typeof value === 'number') return Buffer.concat([u32(6), Buffer.from(Float32Array.of(value).buffer)])
  const items = value.map(field)
  return Buffer.concat([u32(9), items[0].subarray(0, 4), u64(value.length), ...items.map((item) => item.subarray(4))])
}

const string = (text) => Buffer.concat([u64(Buffer.byteLength(text)), Buffer.from(text)])
const u16 = (value) => integer(2, (bytes) => bytes.writeUInt16LE(value))
const u32 = (value) => integer(4, (bytes) => bytes.writeUInt32LE(value))
const u64 = (value) => integer(8, (bytes) => bytes.writeBigUInt64LE(BigInt(value)))

function integer(size, write) {
  const bytes = Buffer.alloc(size)
  write(bytes)
  return bytes
}
