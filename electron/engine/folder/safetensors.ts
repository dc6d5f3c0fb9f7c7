import type { PlanTensor } from '../../../native/index.js'
import { FolderError, type FolderFault, toPrintable } from './folder-error.js'
import { downloadAdvice, expectContent, type Folder, type FolderFile, readBytes } from './folder-file.js'
import { isRecord, parseJson } from './json.js'

/** The largest models have headers of a few hundred kilobytes. */
const maxHeaderBytes = 8 * 1024 * 1024
/** Size of the first read: a shard of gpt-oss has a smaller header. */
const firstReadBytes = 64 * 1024
const maxDimensions = 8
/** MLX stores the size of a dimension in 32 bits. */
const maxDimension = 2 ** 31 - 1

export const maxTensors = 65_536

interface StoredType {
  readonly bits: number
  /** Absent for the types that no model for Parley has. */
  readonly dtype?: PlanTensor['dtype']
}

/** All types of the format. */
const types: Readonly<Record<string, StoredType>> = {
  F64: { bits: 64 },
  F32: { bits: 32, dtype: 'F32' },
  F16: { bits: 16, dtype: 'F16' },
  BF16: { bits: 16, dtype: 'BF16' },
  F8_E8M0: { bits: 8, dtype: 'U8' },
  F8_E4M3: { bits: 8 },
  F8_E5M2: { bits: 8 },
  F8_E4M3FNUZ: { bits: 8 },
  F8_E5M2FNUZ: { bits: 8 },
  F6_E2M3: { bits: 6 },
  F6_E3M2: { bits: 6 },
  F4: { bits: 4 },
  C64: { bits: 64 },
  U64: { bits: 64 },
  U32: { bits: 32, dtype: 'U32' },
  U16: { bits: 16 },
  U8: { bits: 8, dtype: 'U8' },
  I64: { bits: 64 },
  I32: { bits: 32 },
  I16: { bits: 16 },
  I8: { bits: 8 },
  BOOL: { bits: 8 },
}

/** A tensor as its file describes it. */
export interface StoredTensor extends Omit<PlanTensor, 'file' | 'dtype'> {
  /** The type's name in the file. */
  readonly stored: string
  readonly dtype: PlanTensor['dtype'] | undefined
}

interface Extent {
  readonly name: string
  readonly begin: number
  readonly end: number
}

/**
 * Returns the tensors of a safetensors file from its header alone, also those of types that Parley does not read.
 * Every extent matches its type and shape, lies within the file and overlaps no other. All sums and products are safe
 * integers. Throws `file-cut-off`, `not-downloaded`, `header-too-long`, `json-…`, `too-many-tensors`, `tensor-damaged`,
 * `dtype-unknown`, `wrong-extent`, `tensor-overlap` or `outside-file`.
 */
export async function readHeader(folder: Folder, file: FolderFile): Promise<readonly StoredTensor[]> {
  const advice = downloadAdvice(folder)
  const damaged = (reason: FolderFault, why: string) =>
    new FolderError(reason, `The weight file ${file.name} is damaged: ${why}. ${advice}`)
  const first = await readBytes(folder, file, 0, Math.max(8, Math.min(file.bytes, firstReadBytes)))
  expectContent(folder, file, first)
  const length = first.readBigUInt64LE()
  if (length > maxHeaderBytes) throw damaged('header-too-long', 'its header is too long')
  const isWhole = 8 + Number(length) <= first.length
  const header = isWhole ? first.subarray(8, 8 + Number(length)) : await readBytes(folder, file, 8, Number(length))
  const table = parseJson(header, `The header of the weight file ${file.name}`, advice)
  if (!isRecord(table)) throw damaged('json-damaged', 'its header is not an object')
  const start = 8 + header.length

  const extents: Extent[] = []
  const tensors: StoredTensor[] = []
  for (const [name, entry] of Object.entries(table)) {
    if (name === '__metadata__') continue
    if (tensors.length === maxTensors) throw damaged('too-many-tensors', 'it has too many tensors')
    const damagedTensor = (reason: FolderFault, what: string) =>
      damaged(reason, `the tensor ${toPrintable(name)} ${what}`)
    const { stored, shape, begin, end } = readEntry(entry, damagedTensor)
    extents.push({ name, begin, end })
    tensors.push({ name, offset: start + begin, stored, dtype: types[stored]?.dtype, shape })
  }
  checkExtents(extents, file.bytes - start, damaged)
  return tensors
}

type CreateError = (reason: FolderFault, what: string) => FolderError

/** Checks by hand, because a schema takes a hundred times as long for thousands of entries. */
function readEntry(entry: unknown, damaged: CreateError) {
  if (!isRecord(entry)) throw damaged('tensor-damaged', 'has no usable description')
  const { dtype, shape, data_offsets: offsets } = entry
  const type = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype] : undefined
  if (!type) throw damaged('dtype-unknown', 'has no usable dtype')
  if (!isSizes(shape) || shape.length > maxDimensions) throw damaged('tensor-damaged', 'has no usable shape')
  if (!isSizes(offsets) || offsets.length !== 2) throw damaged('tensor-damaged', 'has no usable data_offsets')
  const [begin = 0, end = 0] = offsets
  const bytes = shape.reduce((product, size) => product * size, type.bits) / 8
  // A product beyond the safe integers is larger than every extent, so it fails here too.
  if (end - begin !== bytes) throw damaged('wrong-extent', 'has another number of bytes than its shape requires')
  if (shape.some((size) => size > maxDimension)) throw damaged('tensor-damaged', 'has no usable shape')
  return { stored: String(dtype), shape, begin, end }
}

function checkExtents(extents: Extent[], dataBytes: number, damaged: CreateError): void {
  extents.sort((a, b) => a.begin - b.begin || a.end - b.end)
  let previous: Extent | undefined
  for (const extent of extents) {
    if (previous && extent.begin < previous.end) {
      throw damaged(
        'tensor-overlap',
        `the tensors ${toPrintable(previous.name)} and ${toPrintable(extent.name)} overlap`,
      )
    }
    previous = extent
  }
  if (previous && previous.end > dataBytes) {
    throw damaged('outside-file', `it is cut off before the end of the tensor ${toPrintable(previous.name)}`)
  }
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}
