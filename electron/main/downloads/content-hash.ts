import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** What a hub says of a file's content: the sha256 of a large file, or git's name of a small one. */
export interface ContentHash {
  readonly kind: 'sha256' | 'git-sha1'
  readonly hex: string
}

/** Reads an ETag, also a weak one or one that a proxy has changed; undefined if it is no hash. */
export function parseEtag(etag: string | undefined): ContentHash | undefined {
  const hex =
    etag
      ?.trim()
      .replace(/^W\//, '')
      .replace(/^"|"$/g, '')
      .replace(/-gzip$/, '')
      .toLowerCase() ?? ''
  return hashOfHex(hex)
}

export function hashOfHex(hex: string): ContentHash | undefined {
  if (/^[0-9a-f]{64}$/.test(hex)) return { kind: 'sha256', hex }
  return /^[0-9a-f]{40}$/.test(hex) ? { kind: 'git-sha1', hex } : undefined
}

/** The hashes of a file of `bytes`, which are fed in order. */
export class ContentHasher {
  readonly #sha256 = createHash('sha256')
  readonly #git = createHash('sha1')

  /** @param bytes the length of the whole content, which is part of git's hash */
  constructor(bytes: number) {
    this.#git.update(`blob ${bytes}\0`)
  }

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk)
    this.#git.update(chunk)
  }

  digest(): { readonly sha256: string; readonly gitSha1: string } {
    return { sha256: this.#sha256.digest('hex'), gitSha1: this.#git.digest('hex') }
  }
}

export const isHash = (digest: ReturnType<ContentHasher['digest']>, { kind, hex }: ContentHash) =>
  (kind === 'sha256' ? digest.sha256 : digest.gitSha1) === hex

const readBytes = 1024 * 1024

/** The bytes of a file from `start` to `end`, or to where the file ends. A chunk is valid until the next one. */
export async function* readRange(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(Math.min(readBytes, Math.max(1, end - start)))
    for (let place = start; place < end; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - place), place)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      place += bytesRead
    }
  } finally {
    await file.close()
  }
}
