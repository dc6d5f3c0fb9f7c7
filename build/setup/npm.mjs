import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { out, root } from './places.mjs'
import { run, SetupError, say } from './run.mjs'

const needed = [20, 19]

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return
  throw new SetupError(`Node ${process.versions.node} is too old. Install Node ${needed.join('.')} or newer.`)
}

/** The packages of the lockfile. Electron's own binary is a step of its own. */
export async function installPackages() {
  if (isInstalled()) return
  await withLock(join(out, 'npm.lock'), async () => {
    if (isInstalled()) return
    say('Installing npm packages …')
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
      advice: 'Check the network connection and try again.',
    })
  })
}

/** npm writes down in node_modules what it installed, when it is through. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  return agrees(packagesOf(join(root, 'package-lock.json')), packagesOf(installed))
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/**
 * Whether `installed` is what `wanted` asks for: the same versions, nothing else, and nothing missing but what npm may
 * leave out on this platform.
 * @param {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 */
export function agrees(wanted, installed) {
  const isLeftOut = ({ optional, devOptional, peer }) => optional || devOptional || peer
  const hasAll = Object.entries(wanted).every(
    ([path, entry]) => path === '' || (installed[path] ? installed[path].version === entry.version : isLeftOut(entry)),
  )
  return hasAll && Object.keys(installed).every((path) => path in wanted)
}
