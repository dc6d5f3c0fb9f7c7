import type { HubOptions } from '../hub.js'
import { type LookedUp, lookUp, newestCommit, repositoryIn } from '../look-up.js'
import { usualTiming } from '../timing.js'
import { damagedFiles, recordedModel } from '../verify.js'
import { type ModelDownloadsOptions, networkOff } from './model-downloads.js'

type ModelChecksOptions = Pick<ModelDownloadsOptions, 'base' | 'transport' | 'token' | 'isNetworkOn'>

/** What is asked about models without a download. */
export class ModelChecks {
  readonly #options: ModelChecksOptions
  readonly #closing = new AbortController()

  constructor(options: ModelChecksOptions) {
    this.#options = options
  }

  /** Looks at a repository before its download. Throws `network-off` and what `lookUp` throws. */
  async lookUp(text: string): Promise<LookedUp> {
    return lookUp(repositoryIn(text), this.#hubOptions)
  }

  /** Reads all files of a downloaded model again. Throws `not-found`. */
  async verify(folder: string) {
    const { repository } = await recordedModel(folder)
    return { repository, damaged: await damagedFiles(folder, this.#closing.signal) }
  }

  /** Throws `not-found`, `network-off` and what `newestCommit` throws. */
  async checkVersion(folder: string) {
    const { repository, commit } = await recordedModel(folder)
    return { repository, isNewer: (await newestCommit(repository, this.#hubOptions)) !== commit }
  }

  /** Ends all checks, which reject; call when the app quits. */
  stop(): void {
    this.#closing.abort()
  }

  get #hubOptions(): HubOptions {
    const { base, transport, token, isNetworkOn } = this.#options
    const onRequest = () => {
      if (!isNetworkOn()) throw networkOff()
    }
    return { base, transport, token: token.value, timing: usualTiming, signal: this.#closing.signal, onRequest }
  }
}
