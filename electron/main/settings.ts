import { join } from 'node:path'
import { AppError } from '../../contract/errors.js'
import { initialSettings, type Settings } from '../../contract/settings.js'
import { isObject, readTolerant } from './read-tolerant.js'
import { settingsSchema } from './settings-schema.js'
import { openStoredFile } from './stored-file.js'
import { writeWhole } from './write-whole.js'

/** The app's settings in one file, written whole. */
export class SettingsFile {
  /** A sentence for the user when the file could not be read. */
  readonly notice: string | undefined
  readonly #file: string
  /** As it was found: what a later version added is written back. */
  readonly #found: Readonly<Record<string, unknown>>
  #settings: Settings

  constructor(folder: string) {
    this.#file = join(folder, 'settings.json')
    const { content, asideName } = openStoredFile(this.#file)
    this.#found = content
    this.#settings = readTolerant(settingsSchema, content, initialSettings)
    if (asideName !== undefined)
      this.notice = `The settings could not be read, and Parley begins with its own. The file is kept as ${asideName}.`
  }

  get value(): Settings {
    return this.#settings
  }

  /** Durable when it returns. When it throws, with `disk-full` or `unknown`, the settings are as they were. */
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
  const said = 'The settings could not be saved and are as they were.'
  if (error instanceof AppError) return new AppError(error.code, `${said} ${error.message}`, { cause: error })
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  const advice = `Look whether the folder of Parley’s data can be written (${code}).`
  return new AppError('unknown', `${said} ${advice}`, { cause: error })
}
