import { join } from 'node:path'
import { z } from 'zod'
import type { ModelSpeed } from '../../../../contract/models.js'
import { openStoredFile } from '../../files/stored-file.js'
import { writeWhole } from '../../files/write-whole.js'

const speed = z.number().positive()
const modelSpeed = z.object({
  measuredAt: z.number().int().nonnegative(),
  speeds: z.array(
    z.object({
      contextTokens: z.number().int().positive(),
      readPerSecond: speed,
      writtenPerSecond: speed.nullable(),
      boundPerSecond: speed.nullable(),
    }),
  ),
}) satisfies z.ZodType<ModelSpeed>

/** What was measured of the models on this computer, by their ids, in one JSON file that is always written whole. */
export class SpeedFile {
  readonly #file: string
  #speeds: Readonly<Record<string, ModelSpeed>>

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'speeds.json')
    // One that another version stored otherwise is measured again.
    const entries = Object.entries(openStoredFile(this.#file).content).flatMap(([id, stored]) => {
      const read = modelSpeed.safeParse(stored)
      return read.success ? [[id, read.data] as const] : []
    })
    this.#speeds = Object.fromEntries(entries)
  }

  get all(): Readonly<Record<string, ModelSpeed>> {
    return this.#speeds
  }

  /** Throws `disk-full`. */
  save(modelId: string, measured: ModelSpeed): void {
    const speeds = { ...this.#speeds, [modelId]: measured }
    writeWhole(this.#file, JSON.stringify(speeds, null, 2))
    this.#speeds = speeds
  }
}
