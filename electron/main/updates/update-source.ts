import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reachableHosts } from '../../../contract/network.js'
import { isLoopback } from '../downloads/hosts.js'

const updateHosts = reachableHosts.filter(({ reason }) => reason === 'updates').map(({ host }) => host)

const isListed = (hostname: string) => updateHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))

interface Build {
  readonly isPackaged: boolean
  /** The folder with the app's package.json. */
  readonly appPath: string
  /** `PARLEY_UPDATES`, for tests. */
  readonly given: string | undefined
}

/**
 * The address below which `latest-mac.yml` and the files of a version are. Only a release has one, in its package.json, which
 * the signature covers; a checkout may be given a server on this computer.
 */
export function updateBase({ isPackaged, appPath, given }: Build): URL | undefined {
  if (!isPackaged) {
    const url = given && URL.canParse(given) ? new URL(given) : undefined
    return url?.protocol === 'http:' && isLoopback(url.hostname) ? url : undefined
  }
  const { updates } = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as { updates?: unknown }
  const url = typeof updates === 'string' && URL.canParse(updates) ? new URL(updates) : undefined
  return url?.protocol === 'https:' && isListed(url.hostname) ? url : undefined
}

/** The base itself, or a listed host by https on its usual port. */
export function isUpdateAddress(url: URL, base: URL): boolean {
  if (url.username || url.password) return false
  if (base.protocol === 'http:') return url.origin === base.origin
  return url.protocol === 'https:' && url.port === '' && isListed(url.hostname)
}
