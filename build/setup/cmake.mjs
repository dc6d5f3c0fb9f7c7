import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fetchWheel } from './wheel.mjs'

const minVersion = [3, 25]

const wheels = {
  'linux-x64': 'manylinux2014_x86_64',
  'linux-arm64': 'manylinux2014_aarch64',
  'darwin-arm64': 'macosx_10_10_universal2',
}

/** Returns the path of the machine's CMake if it is new enough, else of one in the cache. */
export async function findCmake() {
  const { stdout } = spawnSync('cmake', ['--version'], { encoding: 'utf8' })
  if (isNewEnough(stdout ?? '')) return 'cmake'
  return join(await fetchWheel('cmake', wheels[`${process.platform}-${process.arch}`]), 'cmake', 'data', 'bin', 'cmake')
}

/** @param {string} output the output of `cmake --version` */
export function isNewEnough(output) {
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(output) ?? []
  return Number(major) > minVersion[0] || (Number(major) === minVersion[0] && Number(minor) >= minVersion[1])
}
