import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readObject } from '../files/stored-file.js'
import { writeWhole } from '../files/write-whole.js'
import { report } from '../log/report.js'

const taskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delete-data'), keepsModels: z.boolean() }),
  z.object({ kind: z.literal('restore') }),
])

/** What is done to the data folder while nothing in it is open: before the app starts the next time. */
export type NextStart = z.infer<typeof taskSchema>

const nextStartFile = 'next-start.json'

/** Throws `disk-full`. */
export const planNextStart = (dataFolder: string, task: NextStart): void =>
  writeWhole(join(dataFolder, nextStartFile), JSON.stringify(task))

/** The task that was planned; undefined without one, and for a file that cannot be read. */
export function plannedTask(dataFolder: string): NextStart | undefined {
  try {
    return taskSchema.safeParse(readObject(join(dataFolder, nextStartFile))).data
  } catch {
    return undefined // as at almost every start: there is no file
  }
}

export const forgetTask = (dataFolder: string): void => rmSync(join(dataFolder, nextStartFile), { force: true })

/** Chromium's lock, which this start has taken already. */
const isLock = (name: string) => name.startsWith('Singleton')

/**
 * Deletes the data folder's content, except Chromium's lock and, with `keepsModels`, the downloaded models and their list. What
 * cannot be deleted is tried again at the next start. Returns a sentence for the user.
 */
export function deleteData(dataFolder: string, keepsModels: boolean): string {
  const kept = new Set([nextStartFile, ...(keepsModels ? ['models', 'models.json'] : [])])
  const left = readdirSync(dataFolder).filter(
    (name) => !kept.has(name) && !isLock(name) && !remove(join(dataFolder, name)),
  )
  if (left.length > 0)
    return 'Some of your data could not be deleted. Quit and open Parley again, and it tries once more.'
  forgetTask(dataFolder)
  const models = keepsModels ? ' Downloaded models are still here.' : ''
  return `All your data is deleted.${models} Files that you exported, and copies that Time Machine made, are where they were.`
}

function remove(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 2 })
    return true
  } catch (error) {
    report('Something in the data folder could not be deleted.', error)
    return false
  }
}
