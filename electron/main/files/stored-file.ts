import { readFileSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { report } from '../log/report.js'
import { kindOf } from './path-kind.js'
import { isObject } from './read-tolerant.js'
import { freePath } from './set-aside.js'

/** The content of one of the app's small JSON files. */
interface StoredFile {
  /** Includes keys of a later version, which callers write back. */
  readonly content: Readonly<Record<string, unknown>>
  /** The new name of what was there and holds no JSON object. */
  readonly asideName?: string
}

const maxBytes = 16 * 1_048_576

/** Renames whatever is there without a JSON object, so that nothing is overwritten. */
export function openStoredFile(file: string): StoredFile {
  if (kindOf(file) === 'absent') return { content: {} }
  try {
    return { content: readObject(file) }
  } catch (error) {
    report('One of the app’s JSON files could not be read.', error)
    return { content: {}, ...rename(file) }
  }
}

function rename(file: string): Pick<StoredFile, 'asideName'> {
  const aside = freePath(join(dirname(file), `${basename(file, '.json')}.damaged.json`))
  try {
    renameSync(file, aside)
    return { asideName: basename(aside) }
  } catch (error) {
    report('A JSON file that could not be read could not be renamed.', error)
    return { asideName: basename(file) } // the app starts without it; the next save says what is wrong
  }
}

/** Throws when the file is missing or holds no JSON object. Never waits for another program. */
export function readObject(file: string): Readonly<Record<string, unknown>> {
  const kind = kindOf(file)
  if (kind !== 'file') throw new Error(`There is no file, but: ${kind}.`)
  if (statSync(file).size > maxBytes) throw new Error('The file is too large.')
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isObject(content)) throw new Error('The file holds no JSON object.')
  return content
}
