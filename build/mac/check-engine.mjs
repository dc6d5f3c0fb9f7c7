import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { addonName } from '../setup/addon.mjs'
import { readMachO } from './mach-o.mjs'

const nodeApiVersion = 'v8'
const entry = '_napi_register_module_v1'
const rpath = '@loader_path/mlx/lib'
const mlxName = '@rpath/libmlx.dylib'
const system = /^\/(usr\/lib|System\/Library\/Frameworks)\//

/**
 * Finds problems that would prevent macOS from opening or running the engine in `folder`, one line each.
 * @param {string} folder holds the addon and `mlx/lib`
 * @param {{ minimumVersion: string, names?: Map<string, Set<string>> }} expected the oldest macOS that `mlx/lib`
 *   supports; the names that the addon may import from the system, by library. Without names the linker's check is enough.
 */
export function problemsOf(folder, { minimumVersion, names }) {
  const addon = readMachO(join(folder, addonName))
  const libraries = join(folder, 'mlx', 'lib')
  const mlx = readMachO(join(libraries, 'libmlx.dylib'))
  return [
    ...problemsOfFile(addonName, addon, '14.0'),
    ...problemsOfFile('libmlx.dylib', mlx, minimumVersion),
    ...(addon.kind === 'bundle' || addon.kind === 'dylib' ? [] : [`${addonName} is a ${addon.kind}`]),
    ...(addon.exports.has(entry) ? [] : [`${addonName} has no ${entry}`]),
    ...(addon.rpaths.join() === rpath ? [] : [`${addonName} looks in ${addon.rpaths.join() || 'no folder'}`]),
    ...(mlx.name === mlxName ? [] : [`libmlx.dylib calls itself ${mlx.name}`]),
    ...(existsSync(join(libraries, 'mlx.metallib')) ? [] : ['mlx.metallib is missing']),
    ...[addon, mlx].flatMap((file) => missingLibraries(file, libraries)),
    ...problemsOfImports(addon, new Map([...(names ?? []), [mlxName, mlx.exports]]), names !== undefined),
  ]
}

function problemsOfFile(name, file, minimumVersion) {
  return [
    ...(file.isArm64 ? [] : [`${name} is not for arm64`]),
    ...(file.platform === 'macOS' ? [] : [`${name} is for ${file.platform}`]),
    ...(file.minimumVersion === minimumVersion ? [] : [`${name} needs macOS ${file.minimumVersion}`]),
    ...(file.isSigned ? [] : [`${name} has no signature, not even an ad-hoc one`]),
  ]
}

/** Every library must belong to the system or be in the addon's rpath. The libraries that libmlx loads use the same rpath. */
const missingLibraries = (file, folder) =>
  file.libraries
    .filter((path) => !system.test(path))
    .filter((path) => dirname(path) !== '@rpath' || !existsSync(join(folder, path.slice('@rpath/'.length))))
    .map((path) => `${path} is not there`)

/**
 * @param {ReturnType<typeof readMachO>} addon
 * @param {Map<string, Set<string>>} names what each library exports
 * @param {boolean} isStrict whether system libraries must be in `names`
 */
export function problemsOfImports(addon, names, isStrict) {
  const nodeApi = nodeApiNames()
  return addon.imports.flatMap(({ name, library }) => {
    // Node's names are in no library: the program that opens the addon exports them.
    if (library === 'any') return nodeApi.has(name) ? [] : [`${name} is in no library`]
    if (library === 'merged') return [] // uses the addon's own definition, or is bound in another entry
    const known = names.get(library)
    if (!known && !isStrict && system.test(library)) return []
    return known?.has(name) ? [] : [`${name} is not known to be in ${library}`]
  })
}

function nodeApiNames() {
  const { symbols } = createRequire(import.meta.url)('node-api-headers')
  return new Set(Object.values(symbols[nodeApiVersion]).flatMap((list) => list.map((name) => `_${name}`)))
}
