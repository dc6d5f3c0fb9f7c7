import type { PlanTensor } from '../../../native/index.js'
import { FolderError, type FolderFault, printable } from './folder-error.js'
import { again, type Folder, type FolderFile, readBytes } from './folder-file.js'
import { isTable, parseJson } from './json.js'

/** The largest models have some thousand tensors and headers of a few hundred kilobytes. */
const maxHeaderBytes = 8 * 1024 * 1024
/** What one reading of the file brings: enough for a shard of gpt-oss. */
const usualHeaderBytes = 64 * 1024
const maxDimensions = 8
/** MLX counts the elements of a dimension in 32 bits. */
const maxDimension = 2 ** 31 - 1

export const maxTensors = 65_536

const types: Readonly<Record<string, { dtype: PlanTensor['dtype']; bytes: number }>> = {
  F32: { dtype: 'F32', bytes: 4 },
  BF16: { dtype: 'BF16', bytes: 2 },
  F16: { dtype: 'F16', bytes: 2 },
  U32: { dtype: 'U32', bytes: 4 },
  U8: { dtype: 'U8', bytes: 1 },
  F8_E8M0: { dtype: 'U8', bytes: 1 },
}

interface Extent {
  readonly name: string
  readonly begin: number
  readonly end: number
}

/**
 * The tensors of one safetensors file, from its header alone. Every extent is that of its type and shape, lies in the
 * file and overlaps no other. All sums and products are safe integers.
 * Throws `file-cut-off`, `header-too-long`, `json-…`, `too-many-tensors`, `tensor-damaged`, `dtype-unknown`,
 * `wrong-extent`, `tensor-overlap` or `outside-file`.
 */
export async function readHeader(folder: Folder, file: FolderFile): Promise<readonly Omit<PlanTensor, 'file'>[]> {
  const advice = again(folder)
  const wrong = (reason: FolderFault, why: string) =>
    new FolderError(reason, `The weight file ${file.name} is damaged: ${why}. ${advice}`)
  const first = await readBytes(folder, file, 0, Math.max(8, Math.min(file.bytes, usualHeaderBytes)))
  const length = first.readBigUInt64LE()
  if (length > maxHeaderBytes) throw wrong('header-too-long', 'its header is too long')
  const isWhole = 8 + Number(length) <= first.length
  const header = isWhole ? first.subarray(8, 8 + Number(length)) : await readBytes(folder, file, 8, Number(length))
  const table = parseJson(header, `The header of the weight file ${file.name}`, advice)
  if (!isTable(table)) throw wrong('json-damaged', 'its header is no table')
  const start = 8 + header.length

  const extents: Extent[] = []
  const tensors: Omit<PlanTensor, 'file'>[] = []
  for (const [name, entry] of Object.entries(table)) {
    if (name === '__metadata__') continue
    if (tensors.length === maxTensors) throw wrong('too-many-tensors', 'it has too many tensors')
    const refused = (reason: FolderFault, what: string) => wrong(reason, `the tensor ${printable(name)} ${what}`)
    const { dtype, shape, begin, end } = readEntry(entry, refused)
    extents.push({ name, begin, end })
    tensors.push({ name, offset: start + begin, dtype, shape })
  }
  checkExtents(extents, file.bytes - start, wrong)
  return tensors
}

type Refuse = (reason: FolderFault, what: string) => FolderError

/** By hand: a schema takes a hundred times as long, and there are thousands of entries. */
function readEntry(entry: unknown, refused: Refuse) {
  if (!isTable(entry)) throw refused('tensor-damaged', 'has no usable description')
  const { dtype, shape, data_offsets: offsets } = entry
  const type = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype] : undefined
  if (!type) throw refused('dtype-unknown', 'has no usable dtype')
  if (!isSizes(shape) || shape.length > maxDimensions) throw refused('tensor-damaged', 'has no usable shape')
  if (!isSizes(offsets) || offsets.length !== 2) throw refused('tensor-damaged', 'has no usable data_offsets')
  const [begin = 0, end = 0] = offsets
  const bytes = shape.reduce((product, size) => product * size, type.bytes)
  // A product that is no safe integer is larger than every extent that is one.
  if (end - begin !== bytes) throw refused('wrong-extent', 'takes another number of bytes than its shape says')
  if (shape.some((size) => size > maxDimension)) throw refused('tensor-damaged', 'has no usable shape')
  return { dtype: type.dtype, shape, begin, end }
}

function checkExtents(extents: Extent[], dataBytes: number, wrong: Refuse): void {
  extents.sort((a, b) => a.begin - b.begin || a.end - b.end)
  let previous: Extent | undefined
  for (const extent of extents) {
    if (previous && extent.begin < previous.end) {
      throw wrong('tensor-overlap', `the tensors ${printable(previous.name)} and ${printable(extent.name)} overlap`)
    }
    previous = extent
  }
  if (previous && previous.end > dataBytes) {
    throw wrong('outside-file', `it is cut off before the end of the tensor ${printable(previous.name)}`)
  }
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}
