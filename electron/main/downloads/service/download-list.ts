import { join } from 'node:path'
import { z } from 'zod'
import { readTolerant } from '../../files/read-tolerant.js'
import { openStoredFile } from '../../files/stored-file.js'
import { writeWhole } from '../../files/write-whole.js'

/** Former folders of models that are remembered. */
export const maxRoots = 50

const entrySchema = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  repository: z.string().min(1).max(200),
  totalBytes: z.number().int().nonnegative(),
  isPaused: z.boolean(),
  /** The folder of models that it began in; `null`: the usual one. */
  root: z.string().max(4_096).nullable(),
})

const fileSchema = z.object({
  entries: z.array(z.unknown()).max(1_000),
  speedLimit: z.number().positive().nullable(),
  lineSpeed: z.number().positive().nullable(),
  roots: z.array(z.string().min(1).max(4_096)).max(maxRoots),
})

const initial = { entries: [], speedLimit: null, lineSpeed: null, roots: [] }

export type DownloadEntry = z.infer<typeof entrySchema>

export interface DownloadListContent {
  readonly entries: readonly DownloadEntry[]
  /** Bytes a second. */
  readonly speedLimit: number | null
  /** Bytes a second of the last download without a limit. */
  readonly lineSpeed: number | null
  /** The folders of models that the user has chosen; the last one is in use. Without any it is the usual one. */
  readonly roots: readonly string[]
}

/** The downloads that are not finished, in order, in a JSON file that is always written whole. */
export class DownloadList {
  readonly #file: string
  #content: DownloadListContent

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'downloads.json')
    const stored = readTolerant(fileSchema, openStoredFile(this.#file).content, initial)
    const entries = stored.entries.flatMap((entry) => {
      const read = readTolerant(entrySchema, entry, { totalBytes: 0, isPaused: false, root: null })
      return read ? [read] : []
    })
    this.#content = { ...stored, entries }
  }

  get content(): DownloadListContent {
    return this.#content
  }

  /** The folder for new downloads; `null`: the usual one. */
  get root(): string | null {
    return this.#content.roots.at(-1) ?? null
  }

  /** Throws `disk-full`, and then changes nothing. */
  save(content: DownloadListContent): void {
    writeWhole(this.#file, JSON.stringify(content, null, 2))
    this.#content = content
  }
}
