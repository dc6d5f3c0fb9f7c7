import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Life, live } from './child-life.js'
import { type AddressFault, addressFaults, type SendingFault, sendingFaults } from './faults.js'
import { commitOf, hostedModel, modelFiles } from './hosted-model.js'
import { type HostedRepository, HubServer, sha256Of } from './hub-server.js'

export interface TortureOptions {
  readonly runs: number
  /** Whole numbers from 0 up to, not including, `below`. */
  readonly random: (below: number) => number
  /** The bundle of `download-child.ts`. */
  readonly child: string
  readonly onRun?: (run: number, problems: readonly string[]) => void
}

export interface TortureResult {
  readonly runs: number
  readonly kills: number
  readonly faults: number
  /** Runs that ended with a whole model. */
  readonly finished: number
  /** Files that differ from the source. */
  readonly differing: number
  /** Downloads that fetched everything again after much of it had arrived. */
  readonly restartedFromZero: number
  readonly refetchedBytes: number
  /** Runs that fetched more than two blocks again for each fault and kill. */
  readonly wasteful: number
}

/** A kill may lose a chunk of 64 KiB and a mark of each of four requests: less than two of these blocks. */
export const tortureBlockBytes = 256 * 1024
const maxLives = 30

/** Downloads models from a server that breaks in every way, with kills, flipped bits and changes of the repository. */
export async function tortureDownloads({ runs, random, child, onRun }: TortureOptions): Promise<TortureResult> {
  const total = { kills: 0, faults: 0, finished: 0, differing: 0, restartedFromZero: 0, refetchedBytes: 0, wasteful: 0 }
  for (let run = 1; run <= runs; run++) {
    const one = await new TortureRun(random, child, String(random(2 ** 31))).run()
    total.kills += one.kills
    total.faults += one.faults
    total.finished += Number(one.isFinished)
    total.differing += one.differing
    total.restartedFromZero += one.restartedFromZero
    total.refetchedBytes += one.refetchedBytes
    total.wasteful += Number(one.refetchedBytes > 2 * tortureBlockBytes * (one.kills + one.faults))
    onRun?.(run, one.problems)
  }
  return { runs, ...total }
}

/**
 * A life that ends with one of these has met a fault that is no transient one. `hub-not-found`: a lie about the sha256 of a
 * small file, which the list of files knows by another hash, is followed to an address that leads nowhere.
 */
const expectedFailures = new Set(['hub-refused', 'hub-failed', 'hub-denied', 'hub-not-found', 'download-damaged'])

class TortureRun {
  readonly problems: string[] = []
  kills = 0
  faults = 0
  isFinished = false
  differing = 0
  restartedFromZero = 0
  refetchedBytes = 0
  readonly #random: (below: number) => number
  readonly #child: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'parley-torture-'))
  #model: HostedRepository
  /** What has been given to the download in earlier lives. */
  #received = 0
  /** What a faultless download would have received. */
  #needed: number

  constructor(random: (below: number) => number, child: string, seed: string) {
    this.#random = (below) => Math.floor(random(below))
    this.#child = child
    this.#model = hostedModel({ seed, shardBytes: 1_500_000 + this.#random(400_000) })
    this.#needed = sizeOf(this.#model)
  }

  async run(): Promise<this> {
    const server = await HubServer.start()
    try {
      server.host(this.#model)
      await this.#downloadIn(server, this.#random(4))
      if (this.isFinished && this.#random(3) === 0) await this.#flipFinished(server)
      this.refetchedBytes = Math.max(0, this.#received - this.#needed)
    } finally {
      await server.stop()
      rmSync(this.#folder, { recursive: true, force: true })
    }
    return this
  }

  /** Lives until the model is whole, with so many kills. */
  async #downloadIn(server: HubServer, kills: number): Promise<void> {
    this.isFinished = false
    for (let count = 0; count < maxLives && !this.isFinished; count++) {
      const isCalm = count > maxLives / 2
      server.behaviour = isCalm ? {} : { onFile: () => this.#sendingFault(), onAddress: () => this.#addressFault() }
      const before = this.#received
      const life = await live([this.#child, server.base, this.#model.id, this.#folder, String(tortureBlockBytes)], {
        killAt: this.kills < kills ? 1 + this.#random(40) : undefined,
      })
      this.#received += life.receivedBytes
      if (before > this.#needed / 2 && life.receivedBytes >= this.#needed) this.restartedFromZero++
      this.#judge(life)
      if (!this.isFinished) this.#disturb(server)
    }
    if (!this.isFinished) this.problems.push('never finished')
    else this.#compare()
  }

  #judge({ wasKilled, done, failure }: Life): void {
    if (wasKilled) this.kills++
    if (done) this.isFinished = true
    else if (!wasKilled && !expectedFailures.has(failure?.split(' ')[0] ?? '')) this.problems.push(failure ?? 'no end')
  }

  #sendingFault(): SendingFault | undefined {
    return this.#oneOf(8, Object.keys(sendingFaults) as SendingFault[])
  }

  #addressFault(): AddressFault | undefined {
    return this.#oneOf(25, Object.keys(addressFaults) as AddressFault[])
  }

  #oneOf<T>(every: number, faults: readonly T[]): T | undefined {
    if (this.#random(every) > 0) return undefined
    this.faults++
    return faults[this.#random(faults.length)]
  }

  /** Between two lives: the disk flips a bit, or the repository changes. */
  #disturb(server: HubServer): void {
    if (this.#random(4) === 0) this.#flipBit(join(this.#folder, '.parley-download'), (name) => name.endsWith('.part'))
    if (this.#random(6) > 0) return
    this.faults++
    const readme = Buffer.from(`# Heron, edition ${this.#random(1_000_000)}`)
    const changed = {
      ...this.#model,
      commit: commitOf(String(readme)),
      files: { ...this.#model.files, 'README.md': readme },
    }
    server.host(changed, { keepsOlder: this.#random(2) === 0 })
    // Small files are fetched again with a new commit.
    this.#needed += readme.byteLength
    this.#model = changed
  }

  #flipBit(folder: string, isMeant: (name: string) => boolean): void {
    const names = readNames(folder).filter(isMeant)
    const name = names[this.#random(Math.max(1, names.length))]
    if (name === undefined) return
    const content = readFileSync(join(folder, name))
    if (content.byteLength === 0) return
    const place = this.#random(content.byteLength)
    content[place] = (content[place] ?? 0) ^ (1 << this.#random(8))
    writeFileSync(join(folder, name), content)
    this.faults++
  }

  async #flipFinished(server: HubServer): Promise<void> {
    this.#flipBit(this.#folder, (name) => name.startsWith('model-'))
    await this.#downloadIn(server, this.kills)
  }

  #compare(): void {
    const names = readNames(this.#folder).filter((name) => name !== '.parley-model.json' && name !== '.parley-lock')
    for (const name of new Set([...names, ...modelFiles])) {
      const source = this.#model.files[name]
      const isSame =
        names.includes(name) && source && sha256Of(readFileSync(join(this.#folder, name))) === sha256Of(source)
      // A download that was begun ends with the commit that it began with.
      if (isSame || (name === 'README.md' && names.includes(name))) continue
      this.differing++
      this.problems.push(`${name} differs`)
    }
  }
}

const sizeOf = ({ files }: HostedRepository) =>
  modelFiles.reduce((sum, name) => sum + (files[name]?.byteLength ?? 0), 0)

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // nothing was downloaded yet
  }
}
