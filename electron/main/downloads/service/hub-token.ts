import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import type { Downloads } from '../../../../contract/downloads.js'
import { AppError } from '../../../../contract/errors.js'
import { writeWhole } from '../../files/write-whole.js'

const tokenSchema = z.string().regex(/^(hf_|api_org_)[A-Za-z0-9]{10,200}$/)

/**
 * The user's token of Hugging Face: encrypted with a key of the system's keychain, or where there is none, in memory until
 * the app quits.
 */
export class HubToken {
  readonly #file: string
  #token: string | undefined
  #isRead = false

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'hub-token')
  }

  get value(): string | undefined {
    if (!this.#isRead) {
      this.#isRead = true
      // macOS may ask the user before it opens the keychain, so only for a token that is there.
      if (existsSync(this.#file) && hasKeychain()) this.#token = this.#read()
    }
    return this.#token
  }

  get kind(): Downloads['token'] {
    if (this.value === undefined) return 'none'
    return hasKeychain() ? 'kept' : 'session'
  }

  /** Throws `refused`, `disk-full`. */
  set(value: string | null): void {
    if (value === null) {
      rmSync(this.#file, { force: true })
      this.#token = undefined
      return
    }
    const token = tokenSchema.safeParse(value.trim())
    if (!token.success)
      throw new AppError('refused', 'This is no token of Hugging Face. It begins with “hf_”; copy all of it.')
    this.#isRead = true
    if (hasKeychain()) writeWhole(this.#file, safeStorage.encryptString(token.data).toString('base64'))
    this.#token = token.data
  }

  #read(): string | undefined {
    try {
      return safeStorage.decryptString(Buffer.from(readFileSync(this.#file, 'utf8'), 'base64'))
    } catch {
      return undefined // the keychain has another key now
    }
  }
}

/** On Linux without a keychain Electron would encrypt with a key that everybody knows. */
function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}
