import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../contract/errors.js'
import { initialSettings, type Settings } from '../../contract/settings.js'
import { settingsSchema } from './settings-schema.js'
import { writeWhole } from './write-whole.js'

/** The app's settings in one file, written whole. A damaged file is put aside, never written over. */
export class SettingsFile {
  /** A sentence for the user when the file could not be read. */
  readonly notice: string | undefined
  readonly #file: string
  #settings: Settings = initialSettings

  constructor(folder: string) {
    this.#file = join(folder, 'settings.json')
    if (!existsSync(this.#file)) return
    try {
      this.#settings = settingsSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch (error) {
      console.error('The settings could not be read:', error)
      renameSync(this.#file, join(folder, 'settings.damaged.json'))
      this.notice =
        'The settings could not be read, and Parley begins with its own. The file is kept as settings.damaged.json.'
    }
  }

  get value(): Settings {
    return this.#settings
  }

  /** Durable when it returns. When it throws, with `disk-full` or `unknown`, the settings are as they were. */
  save(settings: Settings): void {
    try {
      writeWhole(this.#file, JSON.stringify(settings, null, 2))
    } catch (error) {
      throw notSaved(error)
    }
    this.#settings = settings
  }
}

function notSaved(error: unknown): AppError {
  const said = 'The settings could not be saved and are as they were.'
  if (error instanceof AppError) return new AppError(error.code, `${said} ${error.message}`, { cause: error })
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  const advice = `Look whether the folder of Parley’s data can be written (${code}).`
  return new AppError('unknown', `${said} ${advice}`, { cause: error })
}
