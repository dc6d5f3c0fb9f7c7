import { join } from 'node:path'
import { AppError } from '../../../contract/errors.js'
import { initialSettings, type Settings } from '../../../contract/settings.js'
import { isObject, readTolerant } from '../files/read-tolerant.js'
import { openStoredFile } from '../files/stored-file.js'
import { writeWhole } from '../files/write-whole.js'
import { settingsSchema } from './settings-schema.js'

/** The app's settings in one JSON file, which is always written whole. */
export class SettingsFile {
  /** A sentence for the user when the file could not be read. */
  readonly notice: string | undefined
  readonly #file: string
  /** The file as it was read: keys that a later version added are written back. */
  readonly #found: Readonly<Record<string, unknown>>
  #settings: Settings

  constructor(folder: string) {
    this.#file = join(folder, 'settings.json')
    const { content, asideName } = openStoredFile(this.#file)
    this.#found = content
    this.#settings = readTolerant(settingsSchema, content, initialSettings)
    if (asideName !== undefined)
      this.notice = `The settings could not be read, so Parley starts with its own. The old file is kept as ${asideName}.`
  }

  get value(): Settings {
    return this.#settings
  }

  /** The settings are stored when this returns. Throws `disk-full` or `unknown` and then changes nothing. */
  save(settings: Settings): void {
    try {
      writeWhole(this.#file, JSON.stringify(this.#withFound(settings), null, 2))
    } catch (error) {
      throw notSaved(error)
    }
    this.#settings = settings
  }

  #withFound(settings: Settings): object {
    const { defaults } = this.#found
    return { ...this.#found, ...settings, defaults: { ...(isObject(defaults) && defaults), ...settings.defaults } }
  }
}

function notSaved(error: unknown): AppError {
  const sentence = 'The settings could not be saved. Nothing has changed.'
  if (error instanceof AppError) return new AppError(error.code, `${sentence} ${error.message}`, { cause: error })
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  const advice = `Check that Parley’s data folder is writable (${code}).`
  return new AppError('unknown', `${sentence} ${advice}`, { cause: error })
}
