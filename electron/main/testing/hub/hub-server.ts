import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AddressFault,
  addressFaults,
  type Sending,
  type SendingFault,
  sendingFaults,
  sendRange,
} from './faults.js'

export interface HostedRepository {
  readonly id: string
  readonly commit: string
  readonly files: Readonly<Record<string, Uint8Array>>
  /** From this size on a file is a large one, which another host delivers. */
  readonly largeFrom: number
}

export interface SeenRequest {
  readonly host: 'hub' | 'files'
  readonly path: string
  readonly range?: string
  readonly authorization?: string
}

export interface HubBehaviour {
  /** The fault of this request, if any. */
  readonly onFile?: (name: string, seen: SeenRequest) => SendingFault | undefined
  readonly onAddress?: (name: string, seen: SeenRequest) => AddressFault | undefined
  /** What is delivered in place of the announced content. */
  readonly onContent?: (name: string, content: Uint8Array, seen: SeenRequest) => Uint8Array
  /** Takes over a request; returns whether it did. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse, seen: SeenRequest) => boolean
}

export const sha256Of = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')
export const gitSha1Of = (content: Uint8Array) =>
  createHash('sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex')

/**
 * A hub like huggingface.co, on two ports of this computer: one answers for repositories and small files, the other delivers
 * large ones at signed addresses. For tests.
 */
export class HubServer {
  readonly seen: SeenRequest[] = []
  /** Repositories by their id, and by commit each that it still has. */
  readonly #repositories = new Map<string, { main: string; commits: Map<string, HostedRepository> }>()
  readonly #hub: Server
  readonly #files: Server
  behaviour: HubBehaviour = {}

  private constructor() {
    this.#hub = createServer((request, response) => this.#answer(request, response))
    this.#files = createServer((request, response) => this.#deliver(request, response))
  }

  static async start(): Promise<HubServer> {
    const server = new HubServer()
    await Promise.all(
      [server.#hub, server.#files].map((each) => new Promise<void>((done) => each.listen(0, '127.0.0.1', done))),
    )
    return server
  }

  get base(): string {
    return addressOf(this.#hub)
  }

  host(repository: HostedRepository, { keepsOlder = true } = {}): void {
    const known = keepsOlder ? this.#repositories.get(repository.id) : undefined
    const commits = known?.commits ?? new Map<string, HostedRepository>()
    commits.set(repository.commit, repository)
    this.#repositories.set(repository.id, { main: repository.commit, commits })
  }

  async stop(): Promise<void> {
    for (const server of [this.#hub, this.#files]) {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    }
  }

  #see(host: 'hub' | 'files', { url = '/', headers }: IncomingMessage): SeenRequest {
    const { range, authorization } = headers
    const seen = { host, path: url, ...(range && { range }), ...(authorization && { authorization }) }
    this.seen.push(seen)
    return seen
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const seen = this.#see('hub', request)
    if (this.behaviour.onRequest?.(request, response, seen)) return
    const { pathname } = new URL(seen.path, this.base)
    const api = /^\/api\/models\/(.+)\/revision\/([^/]+)$/.exec(pathname)
    const file = /^\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(pathname)
    if (api) this.#describe(response, api[1] ?? '', decodeURIComponent(api[2] ?? ''))
    else if (file) this.#resolve(request, response, seen, file)
    else response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end('not found')
  }

  #find(response: ServerResponse, id: string, revision: string): HostedRepository | undefined {
    const repository = this.#repositories.get(id)
    const found = repository?.commits.get(revision === 'main' ? repository.main : revision)
    if (!repository) response.writeHead(401, { 'x-error-code': 'RepoNotFound' }).end()
    else if (!found) response.writeHead(404, { 'x-error-code': 'RevisionNotFound' }).end()
    return found
  }

  #describe(response: ServerResponse, id: string, revision: string): void {
    const repository = this.#find(response, id, revision)
    if (!repository) return
    const siblings = Object.entries(repository.files).map(([rfilename, content]) => ({
      rfilename,
      size: content.byteLength,
      ...(content.byteLength >= repository.largeFrom
        ? { blobId: '0'.repeat(40), lfs: { sha256: sha256Of(content), size: content.byteLength, pointerSize: 135 } }
        : { blobId: gitSha1Of(content) }),
    }))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id, sha: repository.commit, gated: false, siblings }))
  }

  #resolve(
    request: IncomingMessage,
    response: ServerResponse,
    seen: SeenRequest,
    [, id, commit, path]: RegExpExecArray,
  ): void {
    const repository = this.#find(response, id ?? '', commit ?? '')
    if (!repository) return
    const name = decodeURIComponent(path ?? '')
    const content = repository.files[name]
    if (!content) return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end()
    const sending = sendingOf(request, response, content)
    const fault = this.behaviour.onAddress?.(name, seen)
    if (fault) {
      addressFaults[fault](sending)
      return
    }
    response.setHeader('x-repo-commit', repository.commit)
    if (content.byteLength < repository.largeFrom) {
      const spoilt = this.behaviour.onFile?.(name, seen)
      if (spoilt) sendingFaults[spoilt](sending)
      else sendRange(sending, { etag: `"${gitSha1Of(content)}"` })
      return
    }
    response.writeHead(302, {
      location: `${addressOf(this.#files)}/${repository.commit}/${encodeURIComponent(id ?? '')}/${encodeURIComponent(name)}?Signature=secret`,
      'x-linked-size': String(content.byteLength),
      'x-linked-etag': `"${sha256Of(content)}"`,
    })
    response.end('Found. Redirecting')
  }

  #deliver(request: IncomingMessage, response: ServerResponse): void {
    const seen = this.#see('files', request)
    const [, commit = '', id = '', path = ''] = new URL(seen.path, this.base).pathname.split('/')
    const name = decodeURIComponent(path)
    const content = this.#repositories.get(decodeURIComponent(id))?.commits.get(commit)?.files[name]
    if (!content || seen.authorization) return void response.writeHead(400).end('Only one auth mechanism allowed')
    const delivered = this.behaviour.onContent?.(name, content, seen) ?? content
    const sending = sendingOf(request, response, delivered)
    const fault = this.behaviour.onFile?.(name, seen)
    if (fault) sendingFaults[fault](sending)
    else sendRange(sending)
  }
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

function sendingOf(request: IncomingMessage, response: ServerResponse, content: Uint8Array): Sending {
  const [, from, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const size = content.byteLength
  if (from === undefined) return { request, response, content, from: 0, to: size, hasRange: false }
  const to = last ? Math.min(size, Number(last) + 1) : size
  return { request, response, content, from: Number(from), to, hasRange: true }
}
