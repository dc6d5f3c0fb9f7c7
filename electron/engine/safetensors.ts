import type { FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../contract/errors.js'
import type { PlanTensor } from '../../native/index.js'

/** The largest models have some thousand tensors and headers of a few hundred kilobytes. */
const mostHeaderBytes = 16 * 1024 * 1024
const mostTensors = 65_536
const mostDimensions = 8

const types = {
  F32: { dtype: 'F32', bytes: 4 },
  BF16: { dtype: 'BF16', bytes: 2 },
  F16: { dtype: 'F16', bytes: 2 },
  U32: { dtype: 'U32', bytes: 4 },
  U8: { dtype: 'U8', bytes: 1 },
  F8_E8M0: { dtype: 'U8', bytes: 1 },
} as const satisfies Record<string, { dtype: PlanTensor['dtype']; bytes: number }>

// `z.int` takes safe integers only: products in bytes stay exact as long as they fit in a file.
const size = z.int().min(0)
const headerShape = z.record(z.string(), z.unknown())
const entryShape = z.object({
  dtype: z.enum(Object.keys(types) as (keyof typeof types)[]),
  shape: z.array(size).max(mostDimensions),
  data_offsets: z.tuple([size, size]),
})

interface Extent {
  readonly name: string
  readonly begin: number
  readonly end: number
}

/**
 * The tensors of one safetensors file, from its header alone. Every extent is that of its type and shape, lies in the
 * file and overlaps no other. Throws `model-incomplete` for a file that was cut off, `model-invalid` for a wrong one.
 * @param fileName how errors name the file
 */
export async function readHeader(file: FileHandle, fileName: string): Promise<readonly Omit<PlanTensor, 'file'>[]> {
  const { size: fileSize } = await file.stat()
  const lengthBytes = await readExactly(file, 0, 8, fileSize, fileName)
  const length = lengthBytes.readBigUInt64LE()
  if (length > mostHeaderBytes) throw invalid(fileName, 'its header is too long')
  const start = 8 + Number(length)
  const header = await readExactly(file, 8, Number(length), fileSize, fileName)
  const entries = Object.entries(parseHeader(header, fileName)).filter(([name]) => name !== '__metadata__')
  if (entries.length > mostTensors) throw invalid(fileName, 'it has too many tensors')

  const extents: Extent[] = []
  const tensors = entries.map(([name, entry]) => {
    const { dtype, shape, begin, end } = readEntry(entry, name, fileName)
    extents.push({ name, begin, end })
    return { name, offset: start + begin, dtype, shape }
  })
  checkExtents(extents, fileSize - start, fileName)
  return tensors
}

function parseHeader(header: Buffer, fileName: string): Record<string, unknown> {
  try {
    return headerShape.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header)))
  } catch (cause) {
    throw new AppError('model-invalid', sentence(fileName, 'its header is no table in JSON'), { cause })
  }
}

function readEntry(entry: unknown, name: string, fileName: string) {
  const wrong = (what: string) => invalid(fileName, `the tensor ${shorten(name)} ${what}`)
  const parsed = entryShape.safeParse(entry)
  if (!parsed.success) throw wrong(`has no usable ${parsed.error.issues[0]?.path[0]?.toString() ?? 'description'}`)
  const { dtype, shape, data_offsets } = parsed.data
  const [begin, end] = data_offsets
  const type = types[dtype]
  const bytes = shape.reduce((product, extent) => product * extent, type.bytes)
  if (end - begin !== bytes) throw wrong('takes another number of bytes than its shape says')
  return { dtype: type.dtype, shape, begin, end }
}

function checkExtents(extents: Extent[], dataBytes: number, fileName: string): void {
  extents.sort((a, b) => a.begin - b.begin || a.end - b.end)
  let previous: Extent | undefined
  for (const extent of extents) {
    if (previous && extent.begin < previous.end) {
      throw invalid(fileName, `the tensors ${shorten(previous.name)} and ${shorten(extent.name)} overlap`)
    }
    previous = extent
  }
  if (previous && previous.end > dataBytes) throw cutOff(fileName)
}

async function readExactly(
  file: FileHandle,
  position: number,
  length: number,
  fileSize: number,
  fileName: string,
): Promise<Buffer> {
  if (position + length > fileSize) throw cutOff(fileName)
  const buffer = Buffer.alloc(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done)
    if (bytesRead === 0) throw cutOff(fileName)
    done += bytesRead
  }
  return buffer
}

function cutOff(fileName: string): AppError {
  return new AppError('model-incomplete', `The weight file ${fileName} is cut off. Download the model again.`)
}

function invalid(fileName: string, why: string): AppError {
  return new AppError('model-invalid', sentence(fileName, why))
}

function sentence(fileName: string, why: string): string {
  return `The weight file ${fileName} is damaged: ${why}. Download the model again.`
}

/** Names come from the file and may be anything. */
function shorten(name: string): string {
  const printable = name.replace(/[^\x20-\x7e]/g, '?')
  return printable.length > 120 ? `${printable.slice(0, 120)}…` : printable
}
