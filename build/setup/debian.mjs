import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { hasDisplay } from '../display.mjs'
import { isLinux, isRoot } from './places.mjs'
import { has, run, SetupError, say } from './run.mjs'

/** The libraries that Chromium links to. Debian 13 and Ubuntu 24.04 renamed some of them. */
const libraries = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libnotify4'],
  ['libxss1'],
  ['libxtst6'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libdrm2'],
]
const display = [['xvfb'], ['xauth']]
const fonts = [['fonts-dejavu-core'], ['fonts-noto-core'], ['fonts-noto-color-emoji']]
const tools = [['g++'], ['make']]
const isDebian = isLinux && existsSync('/usr/bin/dpkg-query')

/** Debian's packages: installs them as root, otherwise throws an error that lists them. Does nothing on other systems. */
export function installSystemPackages() {
  if (!isDebian) return
  const wanted = isRoot ? [...libraries, ...display, ...fonts] : [...libraries, ...(hasDisplay() ? [] : display)]
  installOrName([...missingPackages(wanted), ...tools.filter(([program]) => !has(program))])
}

/** Installs pip, which only downloading wheels needs. */
export function installPip() {
  if (has('python3', ['-c', 'import pip'])) return
  if (isDebian) installOrName([['python3-pip']])
  else throw new SetupError('Python 3 with pip is missing. Install it and try again.')
}

/** Installs venv with pip, for the tests and benchmarks that compare with Python programs. */
export function installVenv() {
  if (has('python3', ['-c', 'import ensurepip, venv'])) return
  if (isDebian) installOrName([['python3-venv']])
  else throw new SetupError('Python 3 with venv is missing. Install it and try again.')
}

/** Installs strace, with which a test records what the app connects to. */
export function installStrace() {
  if (!isLinux || has('strace')) return
  if (isDebian) installOrName([['strace']])
  else throw new SetupError('strace is missing. Install it and try again.')
}

/** Writes the system's cache of fonts: while it is older than the fonts, every app writes one into the home of its user. */
export function refreshFontCache() {
  if (isLinux && isRoot && has('fc-cache')) run('fc-cache', [], { advice: 'Run it and try again.' })
}

function installOrName(missing) {
  if (missing.length === 0) return
  if (isRoot) return install(missing)
  const names = missing.map(([name]) => name).join(' ')
  throw new SetupError(`Some Debian packages are missing. Install them with:\n  sudo apt-get install ${names}`)
}

/** @param {readonly (readonly string[])[]} wanted packages, each with its possible names */
function missingPackages(wanted) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\n`, ...wanted.flat()], {
    encoding: 'utf8',
  })
  const installed = new Set(
    stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  )
  return wanted.filter((names) => !names.some((name) => installed.has(name)))
}

function install(missing) {
  say(`Installing ${missing.length} Debian packages …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const advice = `Install these packages by hand: ${missing.map(([name]) => name).join(' ')}`
  run('apt-get', ['update', '-qq'], { env, advice })
  const names = missing.map((alternatives) => alternatives.find(isOffered) ?? alternatives[0])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env, advice })
}

/** A virtual package has no candidate version. */
function isOffered(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return /Candidate: (?!\(none\))/.test(stdout)
}
