import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What a look at a model folder says without reading a file. */
export interface FolderCheck {
  /** 0 if the disk is too slow to say. */
  readonly weightBytes: number
  /** Another one when a file that makes the model has changed; undefined if the disk is too slow to say. */
  readonly stamp: string | undefined
}

const maxCheckMs = 500

/** Returns undefined if the folder is missing. A disk that does not respond in time counts as missing. */
export async function checkFolder(folder: string): Promise<FolderCheck | undefined> {
  const exists = stat(folder).then(
    () => true,
    () => false,
  )
  if (!(await withinDeadline(exists, false))) return undefined
  return withinDeadline(lookInto(folder), { weightBytes: 0, stamp: undefined })
}

async function lookInto(folder: string): Promise<FolderCheck> {
  const names = (await readdir(folder).catch(() => [])).filter(makesModel).sort()
  const files = await Promise.all(names.map((name) => stat(join(folder, name)))).catch(() => undefined)
  if (!files) return { weightBytes: 0, stamp: undefined } // one has just gone
  const facts = files.map(({ size, mtimeMs }, index) => [names[index], size, mtimeMs] as const)
  const weights = facts.filter(([name]) => name?.endsWith('.safetensors'))
  return {
    weightBytes: weights.reduce((bytes, [, size]) => bytes + size, 0),
    stamp: createHash('sha256').update(JSON.stringify(facts)).digest('hex'),
  }
}

const makesModel = (name: string) =>
  name.endsWith('.safetensors') || name === 'config.json' || name === 'tokenizer.json'

async function withinDeadline<T>(work: Promise<T>, fallback: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(fallback), maxCheckMs)
  })
  const result = await Promise.race([work, late])
  clearTimeout(timer)
  return result
}

/** Where the system shows disks that can be unplugged. */
const mountPoint = /^(?:\/Volumes|\/media\/[^/]+|\/run\/media\/[^/]+|\/mnt)\/([^/]+)/

/** Returns the name of the disk that a missing folder was on, if that is not connected. */
export async function missingDisk(folder: string): Promise<string | undefined> {
  const found = mountPoint.exec(folder)
  if (!found) return undefined
  const isThere = stat(found[0]).then(
    () => true,
    () => false,
  )
  return (await withinDeadline(isThere, false)) ? undefined : found[1]
}
