import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type ContentHash, ContentHasher, isHash, readRange } from './content-hash.js'
import type { FetchOptions } from './fetch-file.js'
import { fetchBlock, fetchWhole, verifyFile } from './fetch-file.js'
import { isComplete, type PartFile } from './part-file.js'
import type { RepositoryFile } from './repository.js'
import { NoRanges, type Source } from './source.js'

/** A file whose content is checked: at its place in the folder, or waiting in the work folder. */
export interface CheckedFile {
  readonly name: string
  readonly bytes: number
  readonly path: string
  readonly sha256: string
  /** The sha256 of each block. */
  readonly blocks: readonly string[]
}

export interface Fetching {
  readonly file: RepositoryFile
  readonly part: PartFile
  readonly source: Source
}

export interface FetchAllOptions extends FetchOptions {
  readonly maxRequests: number
  /** Aborts the signal. */
  readonly onFailure: (error: unknown) => void
  /** Called before each block. */
  readonly checkSpace: (bytes: number) => Promise<void>
}

/** Fetches the blocks of all files, in order and several at once, and checks each file. */
export async function fetchAll(files: readonly Fetching[], options: FetchAllOptions): Promise<readonly CheckedFile[]> {
  const waiting = files.flatMap((fetching) =>
    fetching.part.blocks.filter((block) => !isComplete(block)).map((block) => ({ fetching, block })),
  )
  const withoutRanges = new Set<Fetching>()
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { fetching, block } = next
      if (withoutRanges.has(fetching)) continue
      await options.checkSpace(block.length - block.have)
      try {
        await fetchBlock(fetching.source, fetching.part, block, options)
      } catch (error) {
        if (!(error instanceof NoRanges)) throw error
        withoutRanges.add(fetching)
      }
    }
  }
  await allOrNone(Array.from({ length: options.maxRequests }, work), options.onFailure)
  for (const { source, part } of withoutRanges) await fetchWhole(source, part, options)
  const checked: CheckedFile[] = []
  for (const { file, part, source } of files) {
    const sha256 = await verifyFile(source, part, file.name, options)
    checked.push({ name: file.name, bytes: file.bytes, path: part.path, sha256, blocks: part.digests })
  }
  return checked
}

/** Waits until all have ended, also after one has failed. Throws what the first one threw. */
async function allOrNone(works: readonly Promise<void>[], onFailure: (error: unknown) => void): Promise<void> {
  let first: { readonly error: unknown } | undefined
  const watched = works.map((work) =>
    work.catch((error: unknown) => {
      first ??= { error }
      onFailure(error)
    }),
  )
  await Promise.all(watched)
  if (first) throw first.error
}

/** Names a content in the journal and in the work folder: what arrived of another content is never mixed with it. */
export const contentKey = ({ name, bytes, hash }: RepositoryFile, commit: string) =>
  createHash('sha256')
    .update(JSON.stringify([name, bytes, hash?.hex ?? commit]))
    .digest('hex')

/** Reads a finished file; undefined when its content is not this one. */
export async function checkFile(
  folder: string,
  { name, bytes }: RepositoryFile,
  hash: ContentHash,
  blockBytes: number,
): Promise<CheckedFile | undefined> {
  const path = join(folder, name)
  const whole = new ContentHasher(bytes)
  const blocks: string[] = []
  for (let start = 0; start < bytes; start += blockBytes) {
    const block = createHash('sha256')
    for await (const chunk of readRange(path, start, Math.min(bytes, start + blockBytes))) {
      block.update(chunk)
      whole.update(chunk)
    }
    blocks.push(block.digest('hex'))
  }
  const digest = whole.digest()
  return isHash(digest, hash) ? { name, bytes, path, sha256: digest.sha256, blocks } : undefined
}
