import { homedir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const out = join(root, 'out')
export const isRoot = process.getuid?.() === 0
export const isLinux = process.platform === 'linux'

/** Downloads that all clones share. As root, a folder that others can read, because security tests run as another user. */
export const cache =
  process.env.PARLEY_CACHE ??
  (process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'Parley-build')
    : isRoot
      ? '/var/cache/parley'
      : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parley'))
