import { join } from 'node:path'
import { addonName, addonSources, compileAddon, copyLibraries, linkOrCopy } from '../setup/addon.mjs'
import { fetchMacMlx, macEngines } from '../setup/mlx.mjs'
import { cache, isLinux, out } from '../setup/places.mjs'
import { SetupError, say } from '../setup/run.mjs'
import { hashOf, once } from '../setup/stamp.mjs'
import { fetchWheel } from '../setup/wheel.mjs'
import { problemsOf } from './check-engine.mjs'
import { systemNames, writeStubs } from './stubs.mjs'

export const macOut = join(out, 'native-mac')

const own = ['build-mac-engine.mjs', 'check-engine.mjs', 'mach-o.mjs', 'stubs.mjs', 'system-names.txt', 'zig.cmake']
const sources = [...addonSources, ...own.map((name) => join(import.meta.dirname, name))]

const zigs = { x64: 'manylinux_2_12_x86_64', arm64: 'manylinux_2_17_aarch64' }

/**
 * Compiles the engines for macOS, one folder in `out/native-mac` for each of MLX's builds, on a Mac or on Linux. These
 * builds have the same headers and exports, so all of them use the same addon.
 */
export async function buildMacEngine() {
  const wheels = []
  for (const engine of macEngines) wheels.push(await fetchMacMlx(engine))
  const zig = isLinux ? await fetchWheel('ziglang', zigs[process.arch]) : undefined
  await once(macOut, hashOf(sources, wheels, zig ?? ''), async () => {
    say("Compiling the Mac's engine …")
    const names = zig && systemNames(wheels[0])
    const addonFolder = join(out, 'cmake-mac', 'made')
    await compileAddon({
      wheel: wheels[0],
      target: addonFolder,
      scratch: join(out, 'cmake-mac'),
      ...crossCompiler(zig, names),
    })
    for (const [index, { folder, minimumVersion }] of macEngines.entries()) {
      const target = join(macOut, folder)
      copyLibraries(wheels[index], target)
      linkOrCopy(join(addonFolder, addonName), join(target, addonName))
      const problems = problemsOf(target, { minimumVersion, names })
      if (problems.length > 0) throw new SetupError(`macOS could not open ${folder}:\n  ${problems.join('\n  ')}`)
    }
  })
}

function crossCompiler(zig, names) {
  if (!zig) return {}
  const stubs = join(out, 'cmake-mac-stubs')
  writeStubs(names, stubs)
  const caches = { ZIG_GLOBAL_CACHE_DIR: join(cache, 'zig-cache'), ZIG_LOCAL_CACHE_DIR: join(cache, 'zig-cache') }
  return {
    definitions: { CMAKE_TOOLCHAIN_FILE: join(import.meta.dirname, 'zig.cmake') },
    env: { PARLEY_ZIG: join(zig, 'ziglang', 'zig'), PARLEY_STUBS: stubs, ...caches },
  }
}
