import { homedir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const out = join(root, 'out')
export const isRoot = process.getuid?.() === 0
export const isLinux = process.platform === 'linux'

/** What is fetched once for all clones. As root it is a place that others can read: security tests run as another user. */
export const cache =
  process.env.PARLEY_CACHE ??
  (process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'Parley-build')
    : isRoot
      ? '/var/cache/parley'
      : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parley'))
