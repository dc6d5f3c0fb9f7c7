import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fetchWheel } from './wheel.mjs'

const oldest = [3, 25]

const wheels = {
  'linux-x64': 'manylinux2014_x86_64',
  'linux-arm64': 'manylinux2014_aarch64',
  'darwin-arm64': 'macosx_10_10_universal2',
}

/** The machine's CMake if it is new enough, else one from the cache. Answers the program to run. */
export async function findCmake() {
  const { stdout } = spawnSync('cmake', ['--version'], { encoding: 'utf8' })
  if (isNewEnough(stdout ?? '')) return 'cmake'
  return join(await fetchWheel('cmake', wheels[`${process.platform}-${process.arch}`]), 'cmake', 'data', 'bin', 'cmake')
}

/** @param {string} words what `cmake --version` prints */
export function isNewEnough(words) {
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(words) ?? []
  return Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1])
}
