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

/** What an addon is compiled of, besides MLX. */
export const addonSources = [join(native, 'src'), join(native, 'CMakeLists.txt'), ...headers]

const advice =
  process.platform === 'darwin'
    ? "Xcode's command line tools are needed: run `xcode-select --install` and try again."
    : 'g++ 12 or newer and make are needed.'

/** Compiles the engine against the MLX of `wheel` and lays MLX's libraries beside it. Answers the addon. */
export async function buildAddon(wheel) {
  await once(nativeOut, hashOf(addonSources, wheel), async () => {
    say('Compiling the engine …')
    layLibraries(wheel, nativeOut)
    await compileAddon({ wheel, target: nativeOut, scratch: join(out, 'cmake') })
  })
  return join(nativeOut, addonName)
}

/**
 * @param {{ wheel: string, target: string, scratch: string, definitions?: Record<string, string>, env?: object }} options
 *   the addon goes into the folder `target`; `definitions` and `env` are for a compiler that is not the machine's own
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
 * Lays MLX's libraries and its licence into a folder, where an addon finds them. `mlx/lib` and the libraries that it was
 * repaired with must keep their relative places.
 */
export function layLibraries(wheel, folder) {
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
  const facts = readdirSync(wheel).find((name) => name.endsWith('.dist-info'))
  linkOrCopy(join(wheel, facts, 'licenses', 'LICENSE'), join(folder, 'mlx', 'LICENSE'))
}

/** One file at two places where the disk can do that: MLX's kernels take hundreds of megabytes. */
export function linkOrCopy(from, to) {
  rmSync(to, { force: true })
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to) // another disk, or another user's file
  }
}
