import { join } from 'node:path'
import { z } from 'zod'
import { readTolerant } from '../../files/read-tolerant.js'
import { openStoredFile } from '../../files/stored-file.js'
import { writeWhole } from '../../files/write-whole.js'

const entrySchema = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  repository: z.string().min(1).max(200),
  totalBytes: z.number().int().nonnegative(),
  isPaused: z.boolean(),
})

const fileSchema = z.object({
  entries: z.array(z.unknown()).max(1_000),
  speedLimit: z.number().positive().nullable(),
  lineSpeed: z.number().positive().nullable(),
})

const initial = { entries: [], speedLimit: null, lineSpeed: null }

export type DownloadEntry = z.infer<typeof entrySchema>

export interface DownloadListContent {
  readonly entries: readonly DownloadEntry[]
  /** Bytes a second. */
  readonly speedLimit: number | null
  /** Bytes a second of the last download without a limit. */
  readonly lineSpeed: number | null
}

/** The downloads that are not finished, in order, in a JSON file that is always written whole. */
export class DownloadList {
  readonly #file: string
  #content: DownloadListContent

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'downloads.json')
    const stored = readTolerant(fileSchema, openStoredFile(this.#file).content, initial)
    const entries = stored.entries.flatMap((entry) => {
      const read = readTolerant(entrySchema, entry, { totalBytes: 0, isPaused: false })
      return read ? [read] : []
    })
    this.#content = { ...stored, entries }
  }

  get content(): DownloadListContent {
    return this.#content
  }

  /** Throws `disk-full`, and then changes nothing. */
  save(content: DownloadListContent): void {
    writeWhole(this.#file, JSON.stringify(content, null, 2))
    this.#content = content
  }
}
