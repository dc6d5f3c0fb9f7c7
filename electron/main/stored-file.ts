import { existsSync, readFileSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isObject } from './read-tolerant.js'

/** A small JSON file of the app's own as it was found. */
interface StoredFile {
  /** With keys of a later version, which are kept when the file is written. */
  readonly content: Readonly<Record<string, unknown>>
  /** Where a file that holds no JSON object was put aside. */
  readonly asideName?: string
}

/** A file that holds no JSON object is put aside, never written over. */
export function openStoredFile(file: string): StoredFile {
  if (!existsSync(file)) return { content: {} }
  try {
    return { content: readObject(file) }
  } catch (error) {
    console.error(`${file} could not be read:`, error)
    const asideName = basename(file).replace(/\.json$/, '.damaged.json')
    renameSync(file, join(dirname(file), asideName))
    return { content: {}, asideName }
  }
}

/** Throws where there is no file, or one that holds no JSON object. */
export function readObject(file: string): Readonly<Record<string, unknown>> {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isObject(content)) throw new Error('This is no JSON object.')
  return content
}
