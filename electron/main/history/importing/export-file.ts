import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { AppError } from '../../../../contract/errors.js'

/** A JSON file that may hold conversations: the file itself, or one in an archive. */
export interface ExportPart {
  readonly name: string
  open(): Promise<AsyncIterable<Uint8Array>>
}

const maxZipEntries = 200_000
const maxZipFiles = 20_000
/** Of what is unpacked; a year of conversations has a hundredth of it. */
const maxUnpackedBytes = 16 * 1024 ** 3
/** Text becomes ten to twenty times smaller. Only what is made for it becomes much smaller than that. */
const maxRatio = 250
const maxRatioFreeBytes = 64 * 1024 ** 2
const readBytes = 1024 * 1024

/**
 * Calls `use` with the parts of a file that may hold conversations, in the order of their names. Of an archive nothing is
 * written to the disk, and only these parts are unpacked, while they are read. Throws `not-found`, `refused`.
 */
export async function withExportParts<T>(file: string, use: (parts: readonly ExportPart[]) => Promise<T>): Promise<T> {
  if (!(await isZip(file))) {
    const part = { name: basename(file), open: async () => createReadStream(file, { highWaterMark: readBytes }) }
    return use([part])
  }
  const zip = await openZip(file)
  try {
    return await use(partsOf(zip, await entriesOf(zip)))
  } finally {
    zip.close()
  }
}

async function isZip(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) throw new AppError('refused', `${basename(file)} is not a file.`)
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
      const mark = buffer.toString('latin1', 0, bytesRead)
      return mark === 'PK\x03\x04' || mark === 'PK\x05\x06'
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('not-found', `${basename(file)} could not be opened.`, { cause })
  }
}

async function openZip(file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false })
  } catch (cause) {
    throw new AppError('refused', `${basename(file)} is damaged: the archive could not be read.`, { cause })
  }
}

/** Names are never paths here: nothing is written. */
const nameOf = (entry: Entry) => entry.fileNameRaw.toString('utf8')

async function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  if (zip.entryCount > maxZipEntries) throw new AppError('refused', 'This archive has too many files in it.')
  const found: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) if (isJson(nameOf(entry))) found.push(entry)
  } catch (cause) {
    throw new AppError('refused', 'This archive is damaged: its list of files could not be read.', { cause })
  }
  const conversations = found.filter((entry) => /^conversations(?:[-_ ]?\d+)?\.json$/i.test(basename(nameOf(entry))))
  const chosen = conversations.length > 0 ? conversations : found
  if (chosen.length > maxZipFiles) throw new AppError('refused', 'This archive has too many files in it.')
  requireHarmless(chosen)
  return chosen.toSorted((a, b) => collator.compare(nameOf(a), nameOf(b)))
}

/** What macOS adds beside each file is none of the export. */
const isJson = (name: string) => /\.json$/i.test(name) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(name)

const collator = new Intl.Collator('en', { numeric: true })

function requireHarmless(entries: readonly Entry[]): void {
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  const isBomb = entries.some(
    ({ uncompressedSize, compressedSize }) =>
      uncompressedSize > maxRatioFreeBytes && uncompressedSize > compressedSize * maxRatio,
  )
  if (isBomb || unpacked > maxUnpackedBytes)
    throw new AppError('refused', 'This archive would unpack to far more than an export has. It was not read.')
}

/** While an entry is read, yauzl compares what comes out with the size that was checked before. */
const partsOf = (zip: ZipFile, entries: readonly Entry[]): readonly ExportPart[] =>
  entries.map((entry) => ({
    name: nameOf(entry),
    open: (): Promise<Readable> => zip.openReadStreamPromise(entry),
  }))
