import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { AppError } from '../../../../contract/errors.js'
import { type DownloadedModel, type DownloadOptions, download } from '../../downloads/download.js'
import { nodeTransport } from '../../downloads/node-transport.js'
import { hostedModel, modelFiles } from './hosted-model.js'
import { type HostedRepository, HubServer, type SeenRequest, sha256Of } from './hub-server.js'

/** Small blocks, so that small files have several. */
export const blockBytes = 64 * 1024
export const weights = 'model-00001-of-00002.safetensors'

const timing = { firstDelayMs: 1, maxDelayMs: 5, patienceMs: 60_000, stallMs: 500, maxStatedWaitMs: 2_000 }
/** For failures that last. */
export const impatient = { ...timing, patienceMs: 300 }

/** A hub, a model on it and a folder for each test of a file. */
export class DownloadTrial {
  #server: HubServer | undefined
  model = hostedModel()
  parent = ''

  static ofFile(): DownloadTrial {
    const trial = new DownloadTrial()
    beforeAll(async () => {
      trial.#server = await HubServer.start()
    })
    afterAll(() => trial.server.stop())
    beforeEach(() => {
      trial.parent = mkdtempSync(join(tmpdir(), 'parley-download-'))
      trial.model = hostedModel()
      trial.server.host(trial.model, { keepsOlder: false })
      trial.server.behaviour = {}
      trial.server.seen.length = 0
    })
    afterEach(() => rmSync(trial.parent, { recursive: true, force: true }))
    return trial
  }

  get server(): HubServer {
    if (!this.#server) throw new Error('The hub is not started yet.')
    return this.#server
  }

  /** Where the model goes. It is not there at first. */
  get folder(): string {
    return join(this.parent, 'heron')
  }

  get(options: Partial<DownloadOptions> = {}): Promise<DownloadedModel> {
    return download({
      repository: this.model.id,
      folder: this.folder,
      base: new URL(this.server.base),
      transport: nodeTransport,
      signal: new AbortController().signal,
      timing,
      blockBytes,
      ...options,
    })
  }

  expectWhole(repository: HostedRepository = this.model): void {
    expect(readdirSync(this.folder).sort()).toEqual(['.parley-model.json', ...modelFiles].sort())
    for (const name of modelFiles) {
      const content = repository.files[name] ?? Buffer.alloc(0)
      expect(sha256Of(readFileSync(join(this.folder, name))), name).toBe(sha256Of(content))
    }
  }

  fileRequests(): readonly SeenRequest[] {
    return this.server.seen.filter(({ path }) => !path.startsWith('/api/'))
  }
}

export const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.unreachable('The download should have failed.'),
    (error) => {
      expect(error).toBeInstanceOf(AppError)
      return error as AppError
    },
  )
