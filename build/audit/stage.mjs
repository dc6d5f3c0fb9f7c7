import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { packagedExecutable } from '../package-app.mjs'
import { isLinux, isRoot } from '../setup/places.mjs'
import { ordinaryUser } from './ordinary-user.mjs'

/**
 * Copies of the packaged app that an ordinary user can run: `sealed` is what users get; `twin` differs in one bit, the fuse
 * that lets a driver in.
 */
export async function makeStage() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-audit-'))
  chmodSync(folder, 0o755)
  const sealed = copyOfApp(folder, 'sealed', packagedExecutable())
  const twin = copyOfApp(folder, 'twin', sealed)
  await setFuse(twin, FuseV1Options.EnableNodeCliInspectArguments, true)
  let count = 0
  return {
    sealed,
    twin,
    /** Another copy, to be damaged. */
    copy: (name) => copyOfApp(folder, name, sealed),
    /** An empty folder that the ordinary user owns. */
    newHome() {
      const home = join(folder, `home-${++count}`)
      mkdirSync(home, { mode: 0o700 })
      if (isRoot) chownSync(home, ordinaryUser, ordinaryUser)
      return home
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The root of an app: its folder on Linux, its bundle on macOS. */
export const appFolder = (executable) => (isLinux ? dirname(executable) : join(dirname(executable), '..', '..'))

/** The folder with the archive, the engine and the model. */
export const resourcesOf = (executable) =>
  isLinux ? join(dirname(executable), 'resources') : join(dirname(executable), '..', 'Resources')

function copyOfApp(folder, name, executable) {
  const from = appFolder(executable)
  const to = join(folder, name, isLinux ? 'app' : basename(from))
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  const helper = join(to, 'chrome-sandbox')
  if (isRoot && existsSync(helper)) {
    chownSync(helper, 0, 0)
    chmodSync(helper, 0o4755)
  }
  return join(to, executable.slice(from.length + 1))
}

export async function setFuse(executable, fuse, isOn) {
  await flipFuses(isLinux ? executable : appFolder(executable), {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: !isLinux,
    [fuse]: isOn,
  })
}
