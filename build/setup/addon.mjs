import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { findCmake } from './cmake.mjs'
import { out, root } from './places.mjs'
import { run, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

export const nativeOut = join(out, 'native')
export const addonName = 'parley_engine.node'

const native = join(root, 'native')
const headers = ['node-addon-api', 'node-api-headers'].map((name) => join(root, 'node_modules', name, 'package.json'))

/** The sources of an addon, besides MLX. */
export const addonSources = [join(native, 'src'), join(native, 'CMakeLists.txt'), ...headers]

const advice =
  process.platform === 'darwin'
    ? "Xcode's command line tools are needed: run `xcode-select --install` and try again."
    : 'g++ 12 or newer and make are needed.'

/** Compiles the engine against the MLX of `wheel` and copies MLX's libraries beside it. Returns the path of the addon. */
export async function buildAddon(wheel) {
  await once(nativeOut, hashOf(addonSources, wheel), async () => {
    say('Compiling the engine …')
    copyLibraries(wheel, nativeOut)
    await compileAddon({ wheel, target: nativeOut, scratch: join(out, 'cmake') })
  })
  return join(nativeOut, addonName)
}

/**
 * @param {{ wheel: string, target: string, scratch: string, definitions?: Record<string, string>, env?: object }} options
 *   `target`: folder for the addon; `definitions` and `env`: for a cross compiler
 */
export async function compileAddon({ wheel, target, scratch, definitions = {}, env = {} }) {
  mkdirSync(target, { recursive: true })
  const cmake = await findCmake()
  const all = { MLX_WHEEL_DIR: wheel, PARLEY_OUTPUT_DIR: target, CMAKE_BUILD_TYPE: 'Release', ...definitions }
  const flags = Object.entries(all).map(([name, value]) => `-D${name}=${value}`)
  const options = { advice, env: { ...process.env, ...env } }
  run(cmake, ['--fresh', '-S', native, '-B', scratch, ...flags], options)
  run(cmake, ['--build', scratch, '--parallel', String(availableParallelism())], options)
}

/**
 * Copies MLX's libraries and its licence into a folder, where the addon finds them. The relative paths of `mlx/lib` and of
 * the libraries that the wheel bundles must stay the same.
 */
export function copyLibraries(wheel, folder) {
  for (const part of [join('mlx', 'lib'), 'mlx_cpu.libs']) {
    const from = join(wheel, part)
    if (!existsSync(from)) continue
    const to = join(folder, part)
    rmSync(to, { recursive: true, force: true })
    mkdirSync(to, { recursive: true })
    for (const name of readdirSync(from)) {
      if (statSync(join(from, name)).isFile() && !name.endsWith('.a')) linkOrCopy(join(from, name), join(to, name))
    }
  }
  const metadata = readdirSync(wheel).find((name) => name.endsWith('.dist-info'))
  linkOrCopy(join(wheel, metadata, 'licenses', 'LICENSE'), join(folder, 'mlx', 'LICENSE'))
}

/** Hard-links where the disk allows it, because MLX's kernels take hundreds of megabytes; otherwise copies. */
export function linkOrCopy(from, to) {
  rmSync(to, { force: true })
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to) // another disk, or another user's file
  }
}
