import { AppError } from '../../../contract/errors.js'
import { TransientError } from './patience.js'
import type { HttpResponse } from './transport.js'

export interface Asked {
  /** "org/name", or a file of it. */
  readonly what: string
  readonly url: URL
  readonly base: URL
  readonly repository: string
  readonly hasToken: boolean
}

const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * The error that a status other than a success or a redirect stands for, in a sentence that says what to do. The codes are
 * those of huggingface_hub (utils/_http.py).
 */
export function refusalOf(response: HttpResponse, asked: Asked): AppError | TransientError {
  const { status } = response
  const { host } = asked.url
  if (status === 429)
    return new TransientError('hub-failed', `${host} gets too many requests at the moment.`, statedWaitMs(response))
  if (transientStatuses.has(status) || status > 504)
    return new TransientError('hub-failed', `${host} has a problem (${status}).`, statedWaitMs(response))
  const code = response.header('x-error-code')
  const said = messageOf(response)
  if (code === 'GatedRepo') return gated(asked, status)
  if (status === 401) return notAuthorized(asked, said)
  if (status === 403) {
    if (/disabled/i.test(said)) return new AppError('hub-denied', `${asked.repository} is disabled on ${host}.`)
    return new AppError('hub-denied', `${host} refuses ${asked.what} (403). The token may lack the right to read it.`)
  }
  if (status === 404) {
    if (code === 'RevisionNotFound')
      return new AppError(
        'hub-not-found',
        `${asked.repository} has no such revision on ${host}. Check it, or leave it out.`,
      )
    if (code === 'EntryNotFound') return new AppError('hub-not-found', `${asked.what} is not on ${host}.`)
    return new AppError('hub-not-found', `${asked.what} is not on ${host}. Check the name${orToken(asked)}.`)
  }
  return new AppError('hub-failed', `${host} refuses ${asked.what} (${status}). ${said}`.trim())
}

const orToken = ({ hasToken }: Asked) => (hasToken ? ', and whether the token may read it' : '')

function gated({ repository, base }: Asked, status: number): AppError {
  const page = `${base.href.replace(/\/$/, '')}/${repository}`
  return new AppError(
    'hub-denied',
    status === 401
      ? `${repository} needs an account: accept its terms at ${page}, then add a token.`
      : `The terms of ${repository} are not accepted, or not approved yet: see ${page}.`,
  )
}

function notAuthorized({ repository, base, hasToken }: Asked, said: string): AppError {
  if (hasToken || /invalid credentials/i.test(said))
    return new AppError('hub-denied', `${base.host} does not accept the token. It may be wrong or expired.`)
  return new AppError('hub-denied', `${repository} does not exist on ${base.host}, or it is private and needs a token.`)
}

/** Text of the server, for people: shortened, without control characters. */
const messageOf = (response: HttpResponse) =>
  (response.header('x-error-message') ?? '').replace(/\p{C}/gu, ' ').trim().slice(0, 200)

/** The wait that a server asks for (huggingface.co/docs/hub/rate-limits; RFC 9110 §10.2.3). */
export function statedWaitMs(response: HttpResponse, now = Date.now()): number | undefined {
  const limit = response.header('ratelimit') ?? ''
  const [, left] = /;\s*r=(\d+)/.exec(limit) ?? []
  const [, reset] = /;\s*t=(\d+)/.exec(limit) ?? []
  if (left === '0' && reset !== undefined) return (Number(reset) + 1) * 1_000
  const after = response.header('retry-after')?.trim()
  if (!after) return undefined
  if (/^\d+$/.test(after)) return Number(after) * 1_000
  const date = Date.parse(after)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
