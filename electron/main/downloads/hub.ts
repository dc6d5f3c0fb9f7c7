import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../../contract/errors.js'
import { isAllowed } from './hosts.js'
import { TransientError } from './patience.js'
import { statedWaitMs } from './refusals.js'
import type { Timing } from './timing.js'
import type { HttpResponse, Transport } from './transport.js'

export interface HubOptions {
  readonly base: URL
  /** Sent to the origin of the base only. */
  readonly token?: string
  readonly transport: Transport
  readonly timing: Timing
  readonly signal: AbortSignal
  /** Asked before each request: throws when the network is turned off. */
  readonly onRequest?: (url: URL) => void
}

export interface Answer {
  readonly response: HttpResponse
  /** The address that gave the response. */
  readonly url: URL
  /** The redirects that led there, in order. */
  readonly redirects: readonly { readonly url: URL; readonly response: HttpResponse }[]
}

const maxRedirects = 10
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * Requests to one hub and to the hosts that it redirects to. Only allowed hosts are reached, the token goes to the hub
 * alone, and a request or body without a byte for some time fails.
 */
export class Hub {
  readonly base: URL
  readonly #options: HubOptions
  /** When a host that stated a wait may be asked again, in milliseconds since 1970. */
  readonly #notBefore = new Map<string, number>()

  constructor(options: HubOptions) {
    this.base = options.base
    this.#options = options
  }

  get hasToken(): boolean {
    return this.#options.token !== undefined
  }

  /** An address below the base. @param path starts with a slash and is percent-encoded */
  address(path: string): URL {
    return new URL(`${this.base.href.replace(/\/$/, '')}${path}`)
  }

  /** Follows redirects. Throws `hub-refused`, `hub-failed`, or a `TransientError`. */
  async request(start: URL, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const redirects: { url: URL; response: HttpResponse }[] = []
    let url = start
    for (;;) {
      if (!isAllowed(url, this.base)) throw refusedHost(url)
      const response = await this.#single(url, headers)
      const target = redirectStatuses.has(response.status) ? response.header('location') : undefined
      if (target === undefined) return { response, url, redirects }
      response.cancel()
      redirects.push({ url, response })
      if (redirects.length > maxRedirects)
        throw new AppError('hub-failed', `${start.host} redirects in a circle. Try again later.`)
      if (!URL.canParse(target, url.href)) throw new AppError('hub-failed', `${url.host} redirects to no address.`)
      url = new URL(target, url)
      url.hash = ''
    }
  }

  async #single(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpResponse> {
    const { token, transport, timing, signal, onRequest } = this.#options
    const waitMs = (this.#notBefore.get(url.host) ?? 0) - Date.now()
    if (waitMs > 0) await delay(waitMs, undefined, { signal })
    signal.throwIfAborted() // its event is over, so nothing would end the request
    onRequest?.(url)
    const isOwn = url.origin === this.base.origin
    const ended = new RequestEnd(signal, timing.stallMs)
    const request = {
      url,
      headers: {
        'accept-encoding': 'identity', // else Hugging Face ignores ranges
        'user-agent': 'Parley',
        ...(isOwn && token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      signal: ended.signal,
    }
    const failed = (error: unknown) => {
      ended.now()
      signal.throwIfAborted()
      return ended.isStalled ? stalled(url) : disconnected(url, error)
    }
    const response = await ended
      .unlessStalled(() => transport(request))
      .catch((error) => {
        throw failed(error)
      })
    const statedMs = response.status === 429 ? statedWaitMs(response) : undefined
    if (statedMs !== undefined && statedMs <= timing.maxStatedWaitMs)
      this.#notBefore.set(url.host, Date.now() + statedMs)
    const cancel = () => {
      response.cancel()
      ended.now()
    }
    return { ...response, body: watchedBody(response.body, ended, failed), cancel }
  }
}

/** Ends one request: when the download ends, or when nothing comes for too long. */
class RequestEnd {
  isStalled = false
  readonly #parent: AbortSignal
  readonly #stallMs: number
  readonly #controller = new AbortController()

  constructor(parent: AbortSignal, stallMs: number) {
    this.#parent = parent
    this.#stallMs = stallMs
    parent.addEventListener('abort', this.now)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  readonly now = (): void => {
    this.#parent.removeEventListener('abort', this.now)
    this.#controller.abort()
  }

  async unlessStalled<T>(step: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.isStalled = true
      this.now()
    }, this.#stallMs)
    try {
      return await step()
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Only waits for the sender count as a stall, not those of the reader. */
async function* watchedBody(
  body: AsyncIterable<Uint8Array>,
  ended: RequestEnd,
  failed: (error: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const step = await ended
        .unlessStalled(() => iterator.next())
        .catch((error: unknown) => {
          throw failed(error)
        })
      if (step.done) return
      yield step.value
    }
  } finally {
    ended.now()
  }
}

const refusedHost = (url: URL) =>
  new AppError(
    'hub-refused',
    `The download leads to ${url.protocol}//${url.host}, which is not a host that Parley reaches. Nothing was sent there.`,
  )

const stalled = ({ host }: URL) => new TransientError('hub-unreachable', `Nothing comes from ${host} any more.`)

function disconnected({ host }: URL, error: unknown): Error {
  if (error instanceof AppError) return error
  const { code, cause, message } = Object(error) as { code?: unknown; cause?: { code?: unknown }; message?: unknown }
  const detail = String(cause?.code ?? code ?? message ?? error).slice(0, 80)
  return new TransientError('hub-unreachable', `There is no connection to ${host} (${detail}).`, undefined, {
    cause: error,
  })
}
