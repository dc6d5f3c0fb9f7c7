import { FormatError } from '../read-pages.js'
import { concatenate } from '../shared/concatenate.js'

const maxEntries = 20_000
const endOfChain = 0xfffffffe
const none = 0xffffffff
/** Streams below this length are kept in sectors of 64 bytes. */
const miniStreamLimit = 4_096
const miniSectorBytes = 64

interface Entry {
  readonly name: string
  /** 1 folder, 2 stream, 5 root. */
  readonly type: number
  readonly left: number
  readonly right: number
  readonly child: number
  readonly start: number
  readonly size: number
}

/**
 * The streams of a compound file by path, in lower case. A chain or a tree that runs in a circle, or out of the file, is
 * damage; only the stream that it concerns is lost. Format: MS-CFB. Throws `FormatError`.
 */
export function readCompoundFile(bytes: Uint8Array): Map<string, Uint8Array> {
  const file = new CompoundFile(bytes)
  return file.streams()
}

class CompoundFile {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #sectorBytes: number
  readonly #fat: number[]

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length < 512 || this.#view.getUint32(0) !== 0xd0cf11e0) throw new FormatError('other-kind', 'no OLE file')
    this.#sectorBytes = this.#view.getUint16(30, true) === 12 ? 4_096 : 512
    this.#fat = this.#readFat()
  }

  streams(): Map<string, Uint8Array> {
    const entries = this.#entries()
    const root = entries[0]
    if (root?.type !== 5) throw new FormatError('damaged', 'no root in the compound file')
    const mini = this.#chain(root.start, this.#fat, this.#sectorBytes)
    const miniFat = numbersOf(this.#joined(this.#view.getUint32(60, true)))
    const miniStream = this.#join(mini)
    const streams = new Map<string, Uint8Array>()
    const seen = new Set<number>()
    const open: { readonly index: number; readonly folder: string }[] = [{ index: root.child, folder: '' }]
    for (let next = open.pop(); next; next = open.pop()) {
      const { index, folder } = next
      const entry = index === none || seen.has(index) ? undefined : entries[index]
      if (!entry) continue
      seen.add(index)
      open.push({ index: entry.left, folder }, { index: entry.right, folder })
      const path = `${folder}${entry.name.toLowerCase()}`
      if (entry.type === 1) open.push({ index: entry.child, folder: `${path}/` })
      else if (entry.type === 2) streams.set(path, this.#content(entry, miniFat, miniStream))
    }
    return streams
  }

  #content({ start, size }: Entry, miniFat: readonly number[], miniStream: Uint8Array): Uint8Array {
    if (size === 0) return new Uint8Array()
    if (size >= miniStreamLimit) return this.#join(this.#chain(start, this.#fat, this.#sectorBytes)).subarray(0, size)
    const sectors = this.#chain(start, miniFat, miniSectorBytes)
    const pieces = sectors.map((sector) =>
      miniStream.subarray(sector * miniSectorBytes, (sector + 1) * miniSectorBytes),
    )
    return concatenate(pieces).subarray(0, size)
  }

  /** The sectors of the allocation table: 109 in the header, the rest in a chain of their own. */
  #readFat(): number[] {
    const sectors: number[] = []
    for (let at = 76; at < 512; at += 4) sectors.push(this.#view.getUint32(at, true))
    const seen = new Set<number>()
    for (let sector = this.#view.getUint32(68, true); this.#hasSector(sector) && !seen.has(sector); ) {
      seen.add(sector)
      const numbers = numbersOf(this.#sector(sector))
      sectors.push(...numbers.slice(0, -1))
      sector = numbers.at(-1) ?? none
    }
    return sectors.filter((sector) => this.#hasSector(sector)).flatMap((sector) => numbersOf(this.#sector(sector)))
  }

  #entries(): Entry[] {
    const data = this.#joined(this.#view.getUint32(48, true))
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    if (data.length / 128 > maxEntries) throw new FormatError('too-large', `more than ${maxEntries} entries`)
    const entries: Entry[] = []
    for (let at = 0; at + 128 <= data.length; at += 128) {
      const nameBytes = Math.min(Math.max(view.getUint16(at + 64, true) - 2, 0), 62)
      entries.push({
        name: new TextDecoder('utf-16le').decode(data.subarray(at, at + nameBytes)),
        type: view.getUint8(at + 66),
        left: view.getUint32(at + 68, true),
        right: view.getUint32(at + 72, true),
        child: view.getUint32(at + 76, true),
        start: view.getUint32(at + 116, true),
        size: view.getUint32(at + 120, true),
      })
    }
    return entries
  }

  /** The sectors of a chain. A chain that is longer than the file runs in a circle and ends there. */
  #chain(start: number, table: readonly number[], sectorBytes: number): number[] {
    const sectors: number[] = []
    const maxSectors = Math.ceil(this.#bytes.length / sectorBytes)
    for (let sector = start; sector < endOfChain && sector < table.length; sector = table[sector] ?? endOfChain) {
      if (sectors.length > maxSectors) break
      sectors.push(sector)
    }
    return sectors
  }

  #joined(start: number): Uint8Array {
    return this.#join(this.#chain(start, this.#fat, this.#sectorBytes))
  }

  #join(sectors: readonly number[]): Uint8Array {
    return concatenate(sectors.map((sector) => this.#sector(sector)))
  }

  #hasSector(sector: number): boolean {
    return sector < endOfChain && (sector + 1) * this.#sectorBytes < this.#bytes.length
  }

  #sector(sector: number): Uint8Array {
    return this.#bytes.subarray((sector + 1) * this.#sectorBytes, (sector + 2) * this.#sectorBytes)
  }
}

function numbersOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => view.getUint32(index * 4, true))
}
