import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { out, root } from './places.mjs'
import { run, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

export const nativeOut = join(out, 'native')
export const addon = join(nativeOut, 'parley_engine.node')

/** Compiles the engine against the MLX of `wheel` and lays MLX's libraries beside it. */
export async function buildAddon(wheel) {
  const native = join(root, 'native')
  const sources = [join(native, 'src'), join(native, 'CMakeLists.txt'), join(root, 'package-lock.json')]
  await once(join(nativeOut, '.parley-stamp'), hashOf(sources, wheel), () => {
    say('Compiling the engine …')
    const build = join(out, 'cmake')
    rmSync(nativeOut, { recursive: true, force: true })
    mkdirSync(nativeOut, { recursive: true })
    const advice =
      process.platform === 'darwin'
        ? "Xcode's command line tools and CMake are needed: run `xcode-select --install`, install CMake, and try again."
        : 'g++ 12 and CMake 3.25 or newer are needed.'
    const definitions = { MLX_WHEEL_DIR: wheel, PARLEY_OUTPUT_DIR: nativeOut, CMAKE_BUILD_TYPE: 'Release' }
    const flags = Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`)
    run('cmake', ['-S', native, '-B', build, ...flags], { advice })
    run('cmake', ['--build', build, '--parallel', String(availableParallelism())], { advice })
    layLibraries(wheel)
  })
  return addon
}

/** `mlx/lib` and the libraries that it was repaired with must keep their relative places. */
function layLibraries(wheel) {
  for (const part of [join('mlx', 'lib'), 'mlx_cpu.libs']) {
    const from = join(wheel, part)
    if (!existsSync(from)) continue
    const to = join(nativeOut, part)
    mkdirSync(to, { recursive: true })
    for (const name of readdirSync(from)) link(join(from, name), join(to, name))
  }
}

function link(from, to) {
  try {
    linkSync(from, to)
  } catch {
    if (existsSync(to)) return
    cpSync(from, to, { recursive: true }) // another disk
  }
}
