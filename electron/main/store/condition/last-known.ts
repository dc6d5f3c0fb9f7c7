import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readObject } from '../../files/stored-file.js'
import { writeWhole } from '../../files/write-whole.js'
import { report } from '../../log/report.js'
import type { Counts } from './counts.js'

const count = z.number().int().nonnegative()

const schema = z.object({
  conversations: count,
  messages: count,
  /** `PRAGMA user_version` of the store. */
  version: count,
  /** When indexes were last compared with tables, in milliseconds since 1970. */
  checkedAt: z.number().catch(0),
  /** A statement has failed as it does on a damaged file, and the file was not checked since. */
  isSuspect: z.boolean().catch(false),
})

/**
 * What Parley last knew of the store: a small file beside it, so that rows that disappear from the store are missed.
 * The store holds at least these counts; exactly these when its WAL is empty.
 */
export type LastKnown = z.infer<typeof schema>

/** The file, in the data folder. It is no loss when it is damaged: Parley then claims less. */
export class LastKnownFile {
  readonly #file: string
  #value: LastKnown | undefined

  constructor(folder: string) {
    this.#file = join(folder, 'last-known.json')
    try {
      this.#value = schema.safeParse(readObject(this.#file)).data
    } catch {
      this.#value = undefined
    }
  }

  get value(): LastKnown | undefined {
    return this.#value
  }

  setCounts({ conversations, messages }: Counts, version: number): void {
    const { checkedAt = 0, isSuspect = false } = this.#value ?? {}
    this.#write({ conversations, messages, version, checkedAt, isSuspect })
  }

  setChecked(checkedAt: number): void {
    if (this.#value) this.#write({ ...this.#value, checkedAt, isSuspect: false })
  }

  setSuspect(): void {
    if (this.#value && !this.#value.isSuspect) this.#write({ ...this.#value, isSuspect: true })
  }

  /** After a recovery, whose counts replace the old ones. */
  forget(): void {
    this.#value = undefined
    this.#remove()
  }

  #write(value: LastKnown): void {
    this.#value = value
    try {
      writeWhole(this.#file, JSON.stringify(value))
    } catch (error) {
      report('The counts of the store could not be saved.', error)
      this.#remove() // old counts would pass for exact ones
    }
  }

  #remove(): void {
    try {
      rmSync(this.#file, { force: true })
    } catch (error) {
      report('The old counts of the store could not be removed.', error)
    }
  }
}
