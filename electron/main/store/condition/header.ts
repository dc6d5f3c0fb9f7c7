import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

/** Every store of Parley has pages of this size: SQLite's default. */
export const pageBytes = 4_096

const headerBytes = 100
/** https://sqlite.org/fileformat2.html#the_database_header */
const at = {
  pageSize: 16,
  writeVersion: 18,
  readVersion: 19,
  reserved: 20,
  changes: 24,
  pages: 28,
  freelist: 32,
  schemaFormat: 44,
  cacheSize: 48,
  largestRoot: 52,
  encoding: 56,
  incrementalVacuum: 64,
  applicationId: 68,
  unused: 72,
  validFor: 92,
} as const
const magic = Buffer.from('SQLite format 3\0', 'latin1')
const rollback = 1
const wal = 2

/**
 * True when the fields of the header that are the same in every store of Parley have their values. SQLite ignores some
 * wrong ones until a write fails, and with others it overlooks the WAL. `file` is a regular file.
 */
export function isHeaderGood(file: string): boolean {
  const header = readHeader(file)
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic)) return false
  const versions = [header[at.writeVersion], header[at.readVersion]]
  return (
    header.readUInt16BE(at.pageSize) === pageBytes &&
    (versions.every((version) => version === wal) || versions.every((version) => version === rollback)) &&
    header.subarray(at.reserved, at.changes).equals(Buffer.from([0, 64, 32, 32])) &&
    header.readUInt32BE(at.schemaFormat) === 4 &&
    header.readUInt32BE(at.largestRoot) === 0 &&
    header.readUInt32BE(at.encoding) === 1 &&
    header.readUInt32BE(at.incrementalVacuum) === 0
  )
}

/**
 * Writes a new header into a copy of a damaged file, so that SQLite reads what is behind it. The free pages are left out
 * of it, so that the copy is good for reading alone.
 */
export function rebuildHeader(copy: string): void {
  const header = Buffer.alloc(headerBytes)
  readHeader(copy).copy(header)
  const descriptor = openSync(copy, 'r+', 0o600)
  try {
    const pages = Math.max(1, Math.ceil(fstatSync(descriptor).size / pageBytes))
    magic.copy(header)
    header.writeUInt16BE(pageBytes, at.pageSize)
    header[at.writeVersion] = header[at.readVersion] = wal
    Buffer.from([0, 64, 32, 32]).copy(header, at.reserved)
    header.writeUInt32BE(pages, at.pages)
    header.fill(0, at.freelist, at.freelist + 8)
    header.writeUInt32BE(4, at.schemaFormat)
    header.writeUInt32BE(0, at.cacheSize)
    header.writeUInt32BE(0, at.largestRoot)
    header.writeUInt32BE(1, at.encoding)
    header.writeUInt32BE(0, at.incrementalVacuum)
    header.writeUInt32BE(0, at.applicationId)
    header.fill(0, at.unused, at.validFor)
    header.copy(header, at.validFor, at.changes, at.changes + 4)
    writeSync(descriptor, header, 0, headerBytes, 0)
    ftruncateSync(descriptor, pages * pageBytes)
  } finally {
    closeSync(descriptor)
  }
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(headerBytes)
  const descriptor = openSync(file, 'r')
  try {
    return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0))
  } finally {
    closeSync(descriptor)
  }
}
