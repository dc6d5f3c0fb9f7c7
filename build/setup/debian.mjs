import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cache, isLinux, isRoot } from './places.mjs'
import { has, run, SetupError, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

/** What Chromium is linked to, a virtual display, fonts to read, and what compiles the engine. */
const packages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libnotify4',
  'libxss1',
  'libxtst6',
  'libatk-bridge2.0-0',
  'libdrm2',
  'xvfb',
  'xauth',
  'fonts-dejavu-core',
  'fonts-noto-core',
  'fonts-noto-color-emoji',
]
const tools = [
  ['g++', 'g++'],
  ['cmake', 'cmake'],
  ['make', 'make'],
]

/** Debian's packages: installed when root, named when not. Other Linuxes are trusted to have them. */
export async function installSystemPackages() {
  if (!isLinux || !existsSync('/usr/bin/dpkg-query')) return
  const stamp = join(cache, 'debian-packages')
  await once(stamp, hashOf([], packages, tools), async () => {
    const missing = [...packages.filter((name) => !isInstalled(name)), ...missingTools()]
    if (missing.length === 0) return
    if (!isRoot)
      throw new SetupError(
        `Some Debian packages are missing. Install them with:\n  sudo apt-get install ${missing.join(' ')}`,
      )
    say(`Installing ${missing.length} Debian packages …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const advice = `Install these packages by hand: ${missing.join(' ')}`
    run('apt-get', ['update', '-qq'], { env, advice })
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env, advice })
  })
}

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', `\${db:Status-Status}`, name], { encoding: 'utf8' })
  return stdout === 'installed'
}

function missingTools() {
  const found = tools.filter(([program]) => !has(program)).map(([, name]) => name)
  if (!has('python3', ['-m', 'pip', '--version'])) found.push('python3-pip')
  return found
}
