import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { findCmake } from './cmake.mjs'
import { out, root } from './places.mjs'
import { run, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

export const nativeOut = join(out, 'native')

const advice =
  process.platform === 'darwin'
    ? "Xcode's command line tools are needed: run `xcode-select --install` and try again."
    : 'g++ 12 or newer and make are needed.'

/** Compiles the engine against the MLX of `wheel` and lays MLX's libraries beside it. Answers the addon. */
export async function buildAddon(wheel) {
  const native = join(root, 'native')
  const headers = ['node-addon-api', 'node-api-headers'].map((name) => join(root, 'node_modules', name, 'package.json'))
  const sources = [join(native, 'src'), join(native, 'CMakeLists.txt'), ...headers]
  await once(nativeOut, hashOf(sources, wheel), async () => {
    say('Compiling the engine …')
    mkdirSync(nativeOut, { recursive: true })
    layLibraries(wheel)
    const cmake = await findCmake()
    const build = join(out, 'cmake')
    const definitions = { MLX_WHEEL_DIR: wheel, PARLEY_OUTPUT_DIR: nativeOut, CMAKE_BUILD_TYPE: 'Release' }
    const flags = Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`)
    run(cmake, ['--fresh', '-S', native, '-B', build, ...flags], { advice })
    run(cmake, ['--build', build, '--parallel', String(availableParallelism())], { advice })
  })
  return join(nativeOut, 'parley_engine.node')
}

/** `mlx/lib` and the libraries that it was repaired with must keep their relative places. */
function layLibraries(wheel) {
  for (const part of [join('mlx', 'lib'), 'mlx_cpu.libs']) {
    const from = join(wheel, part)
    if (!existsSync(from)) continue
    const to = join(nativeOut, part)
    rmSync(to, { recursive: true, force: true })
    mkdirSync(to, { recursive: true })
    for (const name of readdirSync(from)) {
      if (statSync(join(from, name)).isFile() && !name.endsWith('.a')) linkOrCopy(join(from, name), join(to, name))
    }
  }
}

function linkOrCopy(from, to) {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to) // another disk, or another user's file
  }
}
