import { type FileHandle, open, readFile } from 'node:fs/promises'
import { z } from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const headerSchema = z.object({
  version: z.literal(1),
  repository: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  blockBytes: z.number().int().positive(),
})

/** How far one block has come: its first `bytes` are on the disk, with this sha256. */
const markSchema = z.object({
  key: sha256,
  block: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  sha256,
})

export type JournalHeader = z.infer<typeof headerSchema>
export type Mark = z.infer<typeof markSchema>

/**
 * What of a download has arrived, as lines of JSON that are only appended, so that a kill at any byte costs the last line at
 * most. Nothing here is trusted: a mark counts only if the bytes on the disk have its hash.
 */
export class Journal {
  readonly #file: FileHandle
  readonly #marks: Map<string, Map<number, Mark>>
  #header: JournalHeader | undefined
  #last: Promise<unknown> = Promise.resolve()

  private constructor(file: FileHandle, header: JournalHeader | undefined, marks: Map<string, Map<number, Mark>>) {
    this.#file = file
    this.#header = header
    this.#marks = marks
  }

  static async open(path: string): Promise<Journal> {
    const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    let header: JournalHeader | undefined
    const marks = new Map<string, Map<number, Mark>>()
    for (const line of content.split('\n')) {
      const entry = parsed(line)
      const mark = markSchema.safeParse(entry)
      if (mark.success) addMark(marks, mark.data)
      const read = headerSchema.safeParse(entry)
      if (!read.success) continue
      if (header !== undefined && header.blockBytes !== read.data.blockBytes) marks.clear()
      header = read.data
    }
    const file = await open(path, 'a', 0o600)
    const journal = new Journal(file, header, marks)
    if (content !== '' && !content.endsWith('\n')) await journal.#append('')
    return journal
  }

  /** Of the download that was begun; undefined when there is none. */
  get header(): JournalHeader | undefined {
    return this.#header
  }

  async begin(header: JournalHeader): Promise<void> {
    if (JSON.stringify(header) === JSON.stringify(this.#header)) return
    if (this.#header?.blockBytes !== header.blockBytes) this.#marks.clear()
    this.#header = header
    await this.#append(JSON.stringify(header))
  }

  marksOf(key: string): ReadonlyMap<number, Mark> {
    return this.#marks.get(key) ?? new Map()
  }

  async mark(mark: Mark): Promise<void> {
    addMark(this.#marks, mark)
    await this.#append(JSON.stringify(mark))
  }

  async close(): Promise<void> {
    await this.#last.catch(() => {})
    await this.#file.close()
  }

  #append(line: string): Promise<unknown> {
    this.#last = this.#last.catch(() => {}).then(() => this.#file.appendFile(`${line}\n`))
    return this.#last
  }
}

function addMark(marks: Map<string, Map<number, Mark>>, mark: Mark): void {
  const blocks = marks.get(mark.key) ?? new Map<number, Mark>()
  marks.set(mark.key, blocks.set(mark.block, mark))
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // a line that a kill has cut
  }
}
