import { Inflate } from 'fflate'
import { FormatError } from '../read-pages.js'
import { concatenate } from './concatenate.js'

/** Limits of one archive, over all that is unpacked from it. */
export const maxEntries = 2_000
export const maxUnpackedBytes = 200 * 1024 * 1024
/** Real Office files stay below 100; deflate can reach 1,032. Counted for entries that unpack to more than 10 MB. */
const maxRatio = 300
const minRatioBytes = 10 * 1024 * 1024
/** Deflate makes at most 1,032 bytes of one, so no step unpacks more than 17 MB. */
const stepBytes = 16 * 1024

interface Entry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly packedBytes: number
  readonly headerOffset: number
}

/**
 * A zip archive whose entries are unpacked as they are read. Names have forward slashes and no `.` or `..`; they are
 * found in any case. Of entries with one name the last counts, as zip tools have it. Declared sizes are not believed.
 * Format: PKWARE's APPNOTE 6.3.10.
 */
export class Archive {
  readonly names: readonly string[]
  readonly #bytes: Uint8Array
  readonly #entries = new Map<string, Entry>()
  #unpackedBytes = 0

  /** Throws `FormatError`. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    for (const entry of readDirectory(bytes)) this.#entries.set(entry.name.toLowerCase(), entry)
    this.names = [...this.#entries.values()].map(({ name }) => name)
  }

  has(name: string): boolean {
    return this.#entries.has(normalName(name).toLowerCase())
  }

  /** The whole entry; undefined if there is none. Throws `FormatError`. */
  read(name: string): Uint8Array | undefined {
    const pieces: Uint8Array[] = []
    if (!this.stream(name, (piece) => pieces.push(piece))) return undefined
    return concatenate(pieces)
  }

  /** Passes the entry on in pieces. Returns false if there is none. Throws `FormatError`, also after some pieces. */
  stream(name: string, onPiece: (piece: Uint8Array) => void): boolean {
    const entry = this.#entries.get(normalName(name).toLowerCase())
    if (!entry) return false
    if (entry.isEncrypted) throw new FormatError('encrypted', name)
    const packed = this.#packed(entry)
    let unpackedBytes = 0
    const count = (piece: Uint8Array) => {
      unpackedBytes += piece.length
      this.#unpackedBytes += piece.length
      if (this.#unpackedBytes > maxUnpackedBytes) throw new FormatError('too-large', 'unpacks to more than 200 MB')
      if (unpackedBytes > minRatioBytes && unpackedBytes > packed.length * maxRatio) {
        throw new FormatError('too-large', `${name} unpacks to more than ${maxRatio} times its size`)
      }
      onPiece(piece)
    }
    if (entry.method === 0) count(packed)
    else if (entry.method === 8) inflate(packed, name, count)
    else throw new FormatError('damaged', `compression method ${entry.method} of ${name}`)
    return true
  }

  #packed({ headerOffset, packedBytes, name }: Entry): Uint8Array {
    const view = viewOf(this.#bytes)
    if (headerOffset + 30 > view.byteLength || view.getUint32(headerOffset, true) !== 0x04034b50) {
      throw new FormatError('damaged', `no entry where the directory says ${name} is`)
    }
    const start = headerOffset + 30 + view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true)
    if (start + packedBytes > view.byteLength) throw new FormatError('damaged', `${name} ends beyond the file`)
    return this.#bytes.subarray(start, start + packedBytes)
  }
}

function inflate(packed: Uint8Array, name: string, onPiece: (piece: Uint8Array) => void): void {
  let isReceiverFault = false
  const inflater = new Inflate((piece) => {
    isReceiverFault = true
    if (piece.length > 0) onPiece(piece)
    isReceiverFault = false
  })
  try {
    for (let from = 0; from < packed.length; from += stepBytes) {
      // The inflater may keep what it is given until the next step, and must not change the file's bytes.
      inflater.push(packed.subarray(from, from + stepBytes), from + stepBytes >= packed.length)
    }
  } catch (error) {
    if (isReceiverFault) throw error
    throw new FormatError('damaged', `${name}: ${error instanceof Error ? error.message : 'cannot be unpacked'}`)
  }
}

function* readDirectory(bytes: Uint8Array): Generator<Entry> {
  const view = viewOf(bytes)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  const size = view.getUint32(end + 12, true)
  // Offsets count from where the archive begins, which may be behind other bytes.
  const isZip64 = count === 0xffff || view.getUint32(end + 16, true) === 0xffffffff
  const shift = isZip64 ? 0 : end - size - view.getUint32(end + 16, true)
  let at = isZip64 ? zip64Start(view, end) : end - size
  if (at < 0 || shift < 0) throw new FormatError('damaged', 'the directory lies before the file')
  for (let index = 0; at + 46 <= end && view.getUint32(at, true) === 0x02014b50; index++) {
    if (index >= maxEntries) throw new FormatError('too-large', `more than ${maxEntries} entries`)
    const nameLength = view.getUint16(at + 28, true)
    const extraLength = view.getUint16(at + 30, true)
    const flags = view.getUint16(at + 8, true)
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true)
    if (next > end) throw new FormatError('damaged', 'the directory is cut off')
    const name = normalName(decodeName(bytes.subarray(at + 46, at + 46 + nameLength)))
    const { packedBytes, offset } = entryPlace(view, at, at + 46 + nameLength, extraLength)
    const method = view.getUint16(at + 10, true)
    yield { name, method, isEncrypted: (flags & 1) === 1, packedBytes, headerOffset: offset + shift }
    at = next
  }
}

function entryPlace(view: DataView, at: number, extraStart: number, extraLength: number) {
  let packedBytes = view.getUint32(at + 20, true)
  let offset = view.getUint32(at + 42, true)
  if (packedBytes !== 0xffffffff && offset !== 0xffffffff) return { packedBytes, offset }
  for (let from = extraStart; from + 4 <= extraStart + extraLength; from += 4 + view.getUint16(from + 2, true)) {
    if (view.getUint16(from, true) !== 1) continue
    let field = from + 4
    const nextField = () => {
      if (field + 8 > extraStart + extraLength) throw new FormatError('damaged', 'a zip64 field is cut off')
      field += 8
      return Number(view.getBigUint64(field - 8, true))
    }
    if (view.getUint32(at + 24, true) === 0xffffffff) nextField()
    if (packedBytes === 0xffffffff) packedBytes = nextField()
    if (offset === 0xffffffff) offset = nextField()
    break
  }
  return { packedBytes, offset }
}

/** The record at the end, which a comment of up to 64 KB may follow. */
function findEnd(view: DataView): number {
  if (view.byteLength >= 4 && view.getUint32(0) === 0xd0cf11e0) throw oldOfficeError(view)
  const last = view.byteLength - 22
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  const isZip = view.byteLength >= 4 && view.getUint32(0, true) === 0x04034b50
  throw new FormatError(isZip ? 'damaged' : 'other-kind', 'no directory of a zip archive')
}

function zip64Start(view: DataView, end: number): number {
  const locator = end - 20
  if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) throw new FormatError('damaged', 'no zip64 locator')
  const record = Number(view.getBigUint64(locator + 8, true))
  if (record + 56 > view.byteLength || view.getUint32(record, true) !== 0x06064b50) {
    throw new FormatError('damaged', 'no zip64 record')
  }
  return Number(view.getBigUint64(record + 48, true))
}

/** Office keeps a file with a password in an OLE container, as it kept all files before 2007. */
function oldOfficeError(view: DataView): FormatError {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, Math.min(view.byteLength, 4 * 1024 * 1024))
  const mark = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0])
  for (let at = bytes.indexOf(mark[0] ?? 0); at >= 0; at = bytes.indexOf(mark[0] ?? 0, at + 1)) {
    if (mark.every((byte, index) => bytes[at + index] === byte)) return new FormatError('encrypted', 'needs a password')
  }
  return new FormatError('other-kind', 'a file of Office before 2007')
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function normalName(name: string): string {
  const folders: string[] = []
  for (const folder of name.replaceAll('\\', '/').split('/')) {
    if (folder === '..') folders.pop()
    else if (folder !== '' && folder !== '.') folders.push(folder)
  }
  return folders.join('/')
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
