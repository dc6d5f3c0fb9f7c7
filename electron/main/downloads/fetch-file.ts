import { createHash } from 'node:crypto'
import { AppError } from '../../../contract/errors.js'
import { isHash } from './content-hash.js'
import { type Block, isComplete, type PartFile } from './part-file.js'
import { Patience, type PatienceOptions, patiently, TransientError } from './patience.js'
import { NoRanges, type Opened, type Source } from './source.js'

export interface FetchOptions extends PatienceOptions {
  /** Waits until so many bytes may be taken. */
  readonly take: (bytes: number) => Promise<void>
  /** Bytes have arrived. */
  readonly onBytes: (bytes: number) => void
  /** Bytes that had arrived are not used; others are fetched in their place. */
  readonly onDropped: (bytes: number) => void
}

/** An attempt that brings at least this much is progress. */
const progressBytes = (block: Block) => Math.min(1024 * 1024, block.length / marksOfProgress)
const marksOfProgress = 16

/** Fetches what a block lacks. Bytes that arrived before a failure are kept. Throws `NoRanges`. */
export async function fetchBlock(source: Source, part: PartFile, block: Block, options: FetchOptions): Promise<void> {
  const patience = new Patience(options)
  while (!isComplete(block)) {
    const before = block.have
    try {
      const opened = await source.range(block.start + block.have, block.start + block.length)
      await fill(opened, part, block, options)
    } catch (error) {
      if (block.have - before >= progressBytes(block)) patience.progressed()
      await patience.failed(error)
    }
  }
}

async function fill(opened: Opened, part: PartFile, block: Block, options: FetchOptions): Promise<void> {
  try {
    for await (const chunk of opened.body) {
      if (chunk.byteLength > block.length - block.have) {
        options.onDropped(block.have)
        await part.reset(block)
        throw new TransientError('hub-failed', 'The server sends more bytes than Parley asked for.')
      }
      await options.take(chunk.byteLength)
      options.signal.throwIfAborted()
      await part.write(block, chunk)
      options.onBytes(chunk.byteLength)
    }
  } finally {
    opened.cancel()
  }
  if (!isComplete(block)) throw new TransientError('hub-unreachable', 'The connection ended too early.')
}

/** Fetches a file from a server without ranges, which sends it from its start each time; what is there is passed over. */
export function fetchWhole(source: Source, part: PartFile, options: FetchOptions): Promise<void> {
  return patiently(options, async () => {
    const opened = await source.whole()
    let place = 0
    try {
      for await (const chunk of opened.body) {
        await options.take(chunk.byteLength)
        options.signal.throwIfAborted()
        await spread(part, chunk, place, options)
        place += chunk.byteLength
        if (place > part.bytes) throw new TransientError('hub-failed', 'The server sends more bytes than the file has.')
      }
    } finally {
      opened.cancel()
    }
    if (!part.isComplete) throw new TransientError('hub-unreachable', 'The connection ended too early.')
  })
}

/** Writes those bytes of a chunk that its blocks lack. */
async function spread(part: PartFile, chunk: Uint8Array, place: number, { onBytes }: FetchOptions): Promise<void> {
  const end = place + chunk.byteLength
  for (const block of part.blocks) {
    const next = block.start + block.have
    if (isComplete(block) || next >= end || block.start + block.length <= place) continue
    const piece = chunk.subarray(next - place, Math.min(end, block.start + block.length) - place)
    await part.write(block, piece)
    onBytes(piece.byteLength)
  }
}

/**
 * Compares a complete file with what the server announced, fetches blocks again that the disk has spoilt, and then those
 * that have arrived otherwise than they arrive now. Returns the sha256. Throws `download-damaged`.
 */
export async function verifyFile(source: Source, part: PartFile, name: string, options: FetchOptions): Promise<string> {
  const hash = source.hash ?? (await patiently(options, () => source.announcedHash()))
  if (hash === undefined)
    throw new AppError(
      'hub-failed',
      `The server gives no checksum of ${name}, so Parley can’t tell whether it is whole.`,
    )
  const matches = async () => {
    const digest = await part.digest()
    return isHash(digest, hash) ? digest.sha256 : undefined
  }
  const refetch = async (block: Block) => {
    options.onDropped(block.have)
    await part.reset(block)
    await fetchBlock(source, part, block, options).catch((error) => {
      if (!(error instanceof NoRanges)) throw error
      return fetchWhole(source, part, options)
    })
  }
  const atOnce = await matches()
  if (atOnce !== undefined) return atOnce
  const damaged = await part.damagedBlocks()
  for (const block of damaged) await refetch(block)
  const mended = damaged.length > 0 ? await matches() : undefined
  if (mended !== undefined) return mended
  for (const block of part.blocks) {
    const digest = await digestOnServer(source, block, options).catch((error) => {
      if (!(error instanceof NoRanges)) throw error
    })
    if (digest === undefined) break
    if (digest === part.digests[block.index]) continue
    await refetch(block)
    const sha256 = await matches()
    if (sha256 !== undefined) return sha256
  }
  throw new AppError(
    'download-damaged',
    `${name} arrives with another content than the server announces. The file on the server is damaged, or something on the way changes it. Nothing of it is used.`,
  )
}

async function digestOnServer(source: Source, block: Block, options: FetchOptions): Promise<string> {
  return patiently(options, async () => {
    const hash = createHash('sha256')
    const opened = await source.range(block.start, block.start + block.length)
    try {
      for await (const chunk of opened.body) {
        await options.take(chunk.byteLength)
        hash.update(chunk)
        options.onBytes(chunk.byteLength)
        options.onDropped(chunk.byteLength)
      }
    } finally {
      opened.cancel()
    }
    return hash.digest('hex')
  })
}
