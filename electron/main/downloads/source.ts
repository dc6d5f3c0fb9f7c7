import { AppError } from '../../../contract/errors.js'
import { type ContentHash, parseEtag } from './content-hash.js'
import type { Answer, Hub } from './hub.js'
import { TransientError } from './patience.js'
import { refusalOf } from './refusals.js'
import { type Repository, type RepositoryFile, refuseEncoded } from './repository.js'

/** Bytes of a file from `from` on: those that were asked for, or the whole file where the server has no ranges. */
export interface Opened {
  readonly body: AsyncIterable<Uint8Array>
  readonly cancel: () => void
}

/** The server answers every range with the whole file. */
export class NoRanges extends Error {
  override readonly name = 'NoRanges'
}

/** After as many whole files in a row, no range is asked for again. */
const maxWholeAnswers = 3
/** What an address says that was valid for an hour, or a host that does not know it any more. */
const expiredStatuses = new Set([400, 401, 403, 404, 410])

/** Where the content of one file comes from. Its address is asked for once and used until it expires. */
export class Source {
  readonly #hub: Hub
  readonly #repository: Repository
  readonly #file: RepositoryFile
  /** A secret: whoever has it can read the file. */
  #address: URL | undefined
  #first: Promise<unknown> | undefined
  #hash: ContentHash | undefined
  #wholeAnswers = 0

  constructor(hub: Hub, repository: Repository, file: RepositoryFile) {
    this.#hub = hub
    this.#repository = repository
    this.#file = file
    this.#hash = file.hash
  }

  /** What the content must have; from the list of files, else from the file's address. */
  get hash(): ContentHash | undefined {
    return this.#hash
  }

  /** Opens the bytes from `from` up to, not including, `to`. Throws `NoRanges`, `TransientError`, and refusals. */
  async range(from: number, to: number): Promise<Opened> {
    const answer = await this.#request({ range: `bytes=${from}-${to - 1}` })
    const { response, url } = answer
    const { bytes } = this.#file
    if (response.status === 206) {
      this.#wholeAnswers = 0
      const given = response.header('content-range')
      if (given?.replace(/\s+/g, ' ').trim() === `bytes ${from}-${to - 1}/${bytes}`) return response
      response.cancel()
      throw new TransientError('hub-failed', `${url.host} sends other bytes than Parley asked for (${quoted(given)}).`)
    }
    if (from === 0 && to === bytes) return this.#whole(answer)
    response.cancel()
    if (++this.#wholeAnswers >= maxWholeAnswers) throw new NoRanges()
    throw new TransientError('hub-failed', `${url.host} sends the whole file where Parley asked for a part.`)
  }

  /** Asks the file's address for its hash. */
  async announcedHash(): Promise<ContentHash | undefined> {
    const { response } = await this.#request({ range: 'bytes=0-0' })
    response.cancel()
    return this.#hash
  }

  /** Opens the whole file, from a server without ranges. */
  async whole(): Promise<Opened> {
    return this.#whole(await this.#request({}))
  }

  #whole({ response, url }: Answer): Opened {
    const length = response.header('content-length')
    if (response.status === 200 && (length === undefined || Number(length) === this.#file.bytes)) return response
    response.cancel()
    throw new TransientError('hub-failed', `${url.host} sends a file of another size (${quoted(length)} bytes).`)
  }

  /** Returns an answer with the status 200 or 206. */
  async #request(headers: Readonly<Record<string, string>>): Promise<Answer> {
    await this.#first?.catch(() => {})
    const known = this.#address
    if (known !== undefined) {
      const answer = await this.#hub.request(known, headers)
      if (!expiredStatuses.has(answer.response.status)) return this.#checked(answer)
      answer.response.cancel()
      if (this.#address === known) this.#address = undefined
      return this.#request(headers)
    }
    const resolving = this.#resolve(headers)
    this.#first = resolving
    return resolving.finally(() => {
      if (this.#first === resolving) this.#first = undefined
    })
  }

  async #resolve(headers: Readonly<Record<string, string>>): Promise<Answer> {
    const { id, commit } = this.#repository
    const path = this.#file.name.split('/').map(encodeURIComponent).join('/')
    const answer = await this.#hub.request(this.#hub.address(`/${id}/resolve/${commit}/${path}`), headers)
    try {
      this.#checkAnnounced(answer)
    } catch (error) {
      answer.response.cancel()
      throw error
    }
    const checked = this.#checked(answer)
    if (answer.redirects.length > 0) this.#address = answer.url
    return checked
  }

  #checked(answer: Answer): Answer {
    const { response, url } = answer
    const { status } = response
    if (status === 200 || status === 206) {
      try {
        refuseEncoded(response.header('content-encoding'), url)
      } catch (error) {
        response.cancel()
        throw error
      }
      return answer
    }
    response.cancel()
    const { id } = this.#repository
    if (status === 416)
      throw new TransientError('hub-failed', `${url.host} has another size of ${this.#file.name} than its list says.`)
    const what = `${id}/${this.#file.name}`
    throw refusalOf(response, { what, url, base: this.#hub.base, repository: id, hasToken: this.#hub.hasToken })
  }

  /** Compares what the hub itself says of the file with its list of files. The hosts that deliver it say nothing reliable. */
  #checkAnnounced({ redirects, response, url }: Answer): void {
    const own = [...redirects, { url, response }].filter((hop) => hop.url.origin === this.#hub.base.origin)
    const { name, bytes } = this.#file
    for (const { response } of own) {
      const commit = response.header('x-repo-commit')
      if (commit !== undefined && commit !== this.#repository.commit) throw changed(name)
      const size = response.header('x-linked-size')
      if (size !== undefined && Number(size) !== bytes) throw changed(name)
      const isFile = response.status === 200 || response.status === 206
      const hash =
        parseEtag(response.header('x-linked-etag')) ?? (isFile ? parseEtag(response.header('etag')) : undefined)
      if (hash === undefined) continue
      if (this.#hash?.kind === hash.kind && this.#hash.hex !== hash.hex) throw changed(name)
      this.#hash ??= hash
    }
  }
}

const quoted = (value: string | undefined) => (value === undefined ? 'nothing' : JSON.stringify(value.slice(0, 60)))

const changed = (name: string) =>
  new AppError(
    'download-damaged',
    `The server says two different things of ${name}: its list of files and the file itself do not agree. It may have changed just now; try again later.`,
  )
