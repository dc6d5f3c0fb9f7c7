import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../files/write-whole.js'

/** Lies in the folder of a downloaded model: what it is, and the hash of each block, by which a damaged one is found. */
const recordName = '.parley-model.json'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const recordSchema = z.object({
  version: z.literal(1),
  repository: z.string(),
  commit: z.string(),
  blockBytes: z.number().int().positive(),
  files: z.array(
    z.object({ name: z.string(), bytes: z.number().int().nonnegative(), sha256, blocks: z.array(sha256) }),
  ),
})

export type ModelRecord = z.infer<typeof recordSchema>

/** Whether a download has finished in the folder. */
export const hasRecord = (folder: string) => existsSync(join(folder, recordName))

/** Undefined where there is none that can be read. */
export async function readRecord(folder: string): Promise<ModelRecord | undefined> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(join(folder, recordName), 'utf8'))).data
  } catch {
    return undefined // a folder that Parley did not download
  }
}

export function writeRecord(folder: string, record: ModelRecord): void {
  writeWhole(join(folder, recordName), `${JSON.stringify(record)}\n`)
}
