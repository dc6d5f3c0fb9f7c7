import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../contract/errors.js'
import { readRange } from './content-hash.js'
import { readRecord } from './record.js'

/** A downloaded model, as its record says it. */
export interface RecordedModel {
  readonly repository: string
  readonly commit: string
}

/** Throws `not-found` for a folder that no download has finished. */
export async function recordedModel(folder: string): Promise<RecordedModel> {
  const { repository, commit } = await recordOf(folder)
  return { repository, commit }
}

/** Reads all files of a downloaded model again. Returns the names of those that are not what was downloaded. */
export async function damagedFiles(folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const { files } = await recordOf(folder)
  const damaged: string[] = []
  for (const { name, bytes, sha256 } of files) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found?.size !== bytes || (await sha256Of(path, bytes, signal)) !== sha256) damaged.push(name)
  }
  return damaged
}

async function sha256Of(path: string, bytes: number, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of readRange(path, 0, bytes)) {
    signal.throwIfAborted()
    hash.update(chunk)
  }
  return hash.digest('hex')
}

async function recordOf(folder: string) {
  const record = await readRecord(folder)
  if (!record) throw new AppError('not-found', 'Parley did not download this model, so it has nothing to compare with.')
  return record
}
