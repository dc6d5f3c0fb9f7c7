import { existsSync, readFileSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isObject } from './read-tolerant.js'

/** The content of one of the app's small JSON files. */
interface StoredFile {
  /** Includes keys of a later version, which callers write back. */
  readonly content: Readonly<Record<string, unknown>>
  /** The new name of a file without a JSON object. */
  readonly asideName?: string
}

/** Renames a file without a JSON object, so that nothing is overwritten. */
export function openStoredFile(file: string): StoredFile {
  if (!existsSync(file)) return { content: {} }
  try {
    return { content: readObject(file) }
  } catch (error) {
    console.error(`${file} could not be read:`, error)
    const asideName = freeName(file)
    renameSync(file, join(dirname(file), asideName))
    return { content: {}, asideName }
  }
}

/** A name beside the file that no earlier damaged file has. */
function freeName(file: string): string {
  for (let count = 1; ; count++) {
    const name = basename(file, '.json') + (count === 1 ? '.damaged.json' : `.damaged-${count}.json`)
    if (!existsSync(join(dirname(file), name))) return name
  }
}

/** Throws when the file is missing or holds no JSON object. */
export function readObject(file: string): Readonly<Record<string, unknown>> {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isObject(content)) throw new Error('The file holds no JSON object.')
  return content
}
