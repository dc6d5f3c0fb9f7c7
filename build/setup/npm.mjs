import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { out, root } from './places.mjs'
import { run, SetupError, say } from './run.mjs'

const minVersion = [20, 19]

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > minVersion[0] || (major === minVersion[0] && minor >= minVersion[1])) return
  throw new SetupError(`Node ${process.versions.node} is too old. Install Node ${minVersion.join('.')} or newer.`)
}

/** Installs the packages of the lockfile. Electron's binary is a separate step. */
export async function installPackages() {
  if (isInstalled()) return
  await withLock(join(out, 'npm.lock'), async () => {
    if (isInstalled()) return
    say('Installing npm packages …')
    // With NODE_ENV=production npm would leave out Electron and the tools.
    run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
      advice: 'Check the network connection and try again.',
    })
  })
}

/** npm lists the installed packages in node_modules when it has finished. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  return isUpToDate(packagesOf(join(root, 'package-lock.json')), packagesOf(installed))
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/**
 * Whether `installed` matches `wanted`: the same versions, nothing extra, and nothing missing except packages that npm may
 * skip on this platform.
 * @param {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 */
export function isUpToDate(wanted, installed) {
  const isOptional = ({ optional, devOptional, peer }) => optional || devOptional || peer
  const hasAll = Object.entries(wanted).every(
    ([path, entry]) => path === '' || (installed[path] ? installed[path].version === entry.version : isOptional(entry)),
  )
  return hasAll && Object.keys(installed).every((path) => path in wanted)
}
