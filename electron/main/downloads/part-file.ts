import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { ContentHasher, readRange } from './content-hash.js'
import type { Journal } from './journal.js'

/** A piece of a file that is fetched by itself and has a hash of its own. */
export interface Block {
  readonly index: number
  /** The place of its first byte in the file. */
  readonly start: number
  readonly length: number
  /** How many of its bytes are on the disk, from the first on. */
  have: number
  hash: Hash
  /** How many bytes the journal has. */
  marked: number
}

export interface PartFileOptions {
  readonly path: string
  /** Names the content in the journal. */
  readonly key: string
  readonly bytes: number
  readonly blockBytes: number
  readonly journal: Journal
}

export const isComplete = ({ have, length }: Block) => have === length

/** Marks of a block's progress: a kill costs at most this share of each block that is being fetched. */
const marksPerBlock = 16

/** One file that is not complete yet. */
export class PartFile {
  readonly blocks: readonly Block[]
  readonly path: string
  readonly bytes: number
  /** Bytes that had arrived and that the disk does not hold any more as they were. */
  lostBytes = 0
  readonly #options: PartFileOptions
  readonly #file: FileHandle
  readonly #digests = new Map<number, string>()
  #whole: ContentHasher
  /** How many blocks `#whole` has taken. */
  #hashedCount = 0
  #following: Promise<void> = Promise.resolve()

  private constructor(options: PartFileOptions, file: FileHandle) {
    this.#options = options
    this.#file = file
    this.path = options.path
    this.bytes = options.bytes
    this.#whole = new ContentHasher(options.bytes)
    const count = Math.ceil(options.bytes / options.blockBytes)
    this.blocks = Array.from({ length: count }, (_, index) => {
      const start = index * options.blockBytes
      const length = Math.min(options.blockBytes, options.bytes - start)
      return { index, start, length, have: 0, hash: createHash('sha256'), marked: 0 }
    })
  }

  /** Opens the file and takes over what the journal has of it and the disk still holds. */
  static async open(options: PartFileOptions): Promise<PartFile> {
    const file = await open(options.path, 'a+', 0o600).then(async (created) => {
      await created.close()
      return open(options.path, 'r+')
    })
    const part = new PartFile(options, file)
    try {
      await part.#takeOver()
      return part
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async #takeOver(): Promise<void> {
    const { journal, key } = this.#options
    for (const mark of journal.marksOf(key).values()) {
      const block = this.blocks[mark.block]
      if (block && mark.bytes <= block.length) await this.#restore(block, mark.bytes, mark.sha256)
    }
  }

  get have(): number {
    return this.blocks.reduce((sum, { have }) => sum + have, 0)
  }

  get isComplete(): boolean {
    return this.blocks.every(isComplete)
  }

  /** The sha256 of each block, in order. Only of a complete file. */
  get digests(): readonly string[] {
    return this.blocks.map(({ index }) => this.#digests.get(index) ?? '')
  }

  async #restore(block: Block, bytes: number, sha256: string): Promise<void> {
    const hash = createHash('sha256')
    let read = 0
    for await (const chunk of readRange(this.path, block.start, block.start + bytes)) {
      hash.update(chunk)
      read += chunk.byteLength
    }
    if (read !== bytes || hash.copy().digest('hex') !== sha256) {
      this.lostBytes += bytes
      return
    }
    Object.assign(block, { have: bytes, hash, marked: bytes })
    if (isComplete(block)) this.#digests.set(block.index, sha256)
  }

  /** Writes the next bytes of a block. */
  async write(block: Block, chunk: Uint8Array): Promise<void> {
    for (let written = 0; written < chunk.byteLength; ) {
      const place = block.start + block.have + written
      written += (await this.#file.write(chunk, written, chunk.byteLength - written, place)).bytesWritten
    }
    block.hash.update(chunk)
    block.have += chunk.byteLength
    if (isComplete(block)) await this.#completed(block)
    else if (block.have - block.marked >= this.#options.blockBytes / marksPerBlock) await this.mark(block)
  }

  async #completed(block: Block): Promise<void> {
    await this.#file.datasync()
    await this.mark(block)
    this.#digests.set(block.index, block.hash.copy().digest('hex'))
    this.#following = this.#following.then(() => this.#follow())
    this.#following.catch(() => {}) // `digest` throws it
  }

  /** Records how far a block has come. */
  async mark(block: Block): Promise<void> {
    if (block.have === block.marked) return
    const bytes = block.have
    block.marked = bytes
    const sha256 = block.hash.copy().digest('hex')
    await this.#options.journal.mark({ key: this.#options.key, block: block.index, bytes, sha256 })
  }

  /** Forgets what a block has. */
  async reset(block: Block): Promise<void> {
    Object.assign(block, { have: 0, hash: createHash('sha256'), marked: -1 })
    this.#digests.delete(block.index)
    await this.mark(block)
    this.#following = this.#following.catch(() => {}).then(() => this.#restart())
  }

  /** Hashes the complete blocks at the start of the file, as it is on the disk. */
  async #follow(): Promise<void> {
    for (const block of this.blocks.slice(this.#hashedCount)) {
      if (!isComplete(block)) return
      for await (const chunk of readRange(this.path, block.start, block.start + block.length)) this.#whole.update(chunk)
      this.#hashedCount++
    }
  }

  #restart(): void {
    this.#whole = new ContentHasher(this.bytes)
    this.#hashedCount = 0
  }

  /** The hashes of the whole file. Call it when the file is complete. */
  async digest(): Promise<ReturnType<ContentHasher['digest']>> {
    await this.#following
    await this.#follow()
    const digest = this.#whole.digest()
    this.#restart()
    return digest
  }

  /** The complete blocks that the disk does not hold as they arrived. */
  async damagedBlocks(): Promise<readonly Block[]> {
    const damaged: Block[] = []
    for (const block of this.blocks.filter(isComplete)) {
      const hash = createHash('sha256')
      for await (const chunk of readRange(this.path, block.start, block.start + block.length)) hash.update(chunk)
      if (hash.digest('hex') !== this.#digests.get(block.index)) damaged.push(block)
    }
    return damaged
  }

  /** Records every block as it is, and closes the file. */
  async close(): Promise<void> {
    await this.#following.catch(() => {})
    try {
      for (const block of this.blocks) if (block.have > block.marked) await this.mark(block)
    } finally {
      await this.#file.close()
    }
  }
}
