/** Walks every Mach-O file of an app for macOS, as dyld and Gatekeeper will, without a Mac. */
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { readMachO } from './mach-o.mjs'

const system = /^\/(usr\/lib|System\/Library)\//
const thin = 0xfeedfacf
/** Files for several processors, and those for 32 bits: an app for Apple silicon has none. */
const others = new Map([
  [0xbebafeca, 'holds several architectures'],
  [0xbfbafeca, 'holds several architectures'],
  [0xfeedface, 'is for 32 bits'],
])

/**
 * @param {string} app the folder `NAME.app`
 * @param {{ team?: string, maxVersion?: string }} expected the team that must have signed every file, none for an unsigned
 *   build; the newest macOS that a file may need, unless `newer` says which may need a newer one
 * @param {RegExp} [newer] paths of files that only a newer macOS opens
 * @returns {{ files: { path: string, minimumVersion: string, team: string | undefined }[], problems: string[] }}
 */
export function walkBundle(app, { team, maxVersion = '14.0' } = {}, newer = /\/native\/mlx-26\//) {
  const problems = []
  const found = []
  for (const path of filesOf(app)) {
    const magic = magicOf(path)
    const name = relative(app, path)
    if (others.has(magic)) problems.push(`${name} ${others.get(magic)}`)
    if (magic === thin) found.push({ path, name, file: readMachO(path) })
  }
  const rpaths = found.flatMap(({ path, file }) => file.rpaths.map((rpath) => place(rpath, path, app)))
  for (const { path, name, file } of found) {
    const complain = (text) => problems.push(`${name} ${text}`)
    if (!file.isArm64) complain('is not for Apple silicon')
    if (file.platform !== 'macOS') complain(`is for ${file.platform}`)
    const isNewer = newer.test(`/${name}`)
    if (!isNewer && compare(file.minimumVersion, maxVersion) > 0) complain(`needs macOS ${file.minimumVersion}`)
    if (!file.isSigned) complain('has no signature, not even an ad-hoc one')
    if (team !== undefined && file.signature?.team !== team)
      complain(`is signed by ${file.signature?.team ?? 'nobody'} and not by ${team}`)
    if (team !== undefined && file.kind === 'executable' && !file.signature?.isHardened) complain('is not hardened')
    for (const library of file.libraries)
      if (!system.test(library) && !isInside(library, path, app, rpaths))
        complain(`loads ${library}, which is not in the app`)
    for (const rpath of file.rpaths)
      if (!place(rpath, path, app).startsWith(`${app}/`)) complain(`looks in ${rpath}, outside of the app`)
  }
  if (found.length === 0) problems.push('There is no Mach-O file')
  return {
    files: found.map(({ name, file }) => ({
      path: name,
      minimumVersion: file.minimumVersion,
      team: file.signature?.team,
    })),
    problems,
  }
}

/** Of one app, without following links, which lead to files of the same app. */
function filesOf(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const stats = lstatSync(path)
    return stats.isDirectory() ? filesOf(path) : stats.isFile() ? [path] : []
  })
}

function magicOf(file) {
  const bytes = Buffer.alloc(4)
  const opened = openSync(file, 'r')
  try {
    return readSync(opened, bytes, 0, 4, 0) === 4 ? bytes.readUInt32LE(0) : 0
  } finally {
    closeSync(opened)
  }
}

const compare = (one, other) => one.localeCompare(other, 'en', { numeric: true })

/** The path that dyld makes of one with @loader_path or @executable_path in a file of the app. */
function place(path, file, app) {
  const helper = /^(.*\.app\/Contents)\//.exec(file)?.[1] ?? join(app, 'Contents')
  return resolve(path.replace(/^@loader_path/, dirname(file)).replace(/^@executable_path/, join(helper, 'MacOS')))
}

/** dyld looks in the rpaths of a file and of all that led to it, so those of any file of the app are tried. */
function isInside(library, file, app, rpaths) {
  const tried = library.startsWith('@rpath/')
    ? rpaths.map((rpath) => join(rpath, library.slice('@rpath/'.length)))
    : [place(library, file, app)]
  return tried.some((path) => path.startsWith(`${app}/`) && existsSync(path))
}
