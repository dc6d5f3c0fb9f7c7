import { AppError } from '../../../contract/errors.js'
import { reachableHosts } from '../../../contract/network.js'
import { report } from '../log/report.js'

/** Where models come from, unless another base is set. */
export const defaultBase = 'https://huggingface.co'

const modelHosts = reachableHosts.filter(({ reason }) => reason === 'models').map(({ host }) => host)

/** Reads the base address of a mirror: https, or http on loopback. Throws `refused`. */
export function parseBase(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw wrongBase(text, 'It is no web address.')
  if (url.username || url.password) throw wrongBase(text, 'It must not hold a user name or password.')
  if (url.search || url.hash) throw wrongBase(text, 'It must end with its path.')
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw wrongBase(text, 'It must begin with https; only this computer itself may be reached by http.')
  url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

/** The base that `PARLEY_HUB` sets; Hugging Face's own where it sets none that can be used. */
export function hubBase(text: string | undefined): URL {
  try {
    return parseBase(text || defaultBase)
  } catch (error) {
    report('PARLEY_HUB names no address that can be used.', error)
    return parseBase(defaultBase)
  }
}

const wrongBase = (text: string, reason: string) =>
  new AppError('refused', `Parley can’t download from “${text.slice(0, 200)}”. ${reason}`)

export const isLoopback = (hostname: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)

/** The base itself, or a listed host by https on its usual port. */
export function isAllowed(url: URL, base: URL): boolean {
  if (url.username || url.password) return false
  // On this computer the ports are those of one mirror.
  if (base.protocol === 'http:' && url.hostname === base.hostname) return ['http:', 'https:'].includes(url.protocol)
  if (url.origin === base.origin) return true
  return url.protocol === 'https:' && url.port === '' && isListed(url.hostname)
}

const isListed = (hostname: string) => modelHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
