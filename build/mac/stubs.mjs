import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMachO } from './mach-o.mjs'

const libraries = { libSystem: '/usr/lib/libSystem.B.dylib', 'libc++': '/usr/lib/libc++.1.dylib' }

/**
 * The names that macOS 14 is known to have: those that MLX's libraries import from it, and those in system-names.txt.
 * @param {string} wheel the unpacked mlx-metal for macOS 14
 * @returns {Map<string, Set<string>>} by the path of the library
 */
export function systemNames(wheel) {
  const names = new Map(Object.entries(readList()).map(([title, list]) => [libraries[title], new Set(list)]))
  for (const file of ['libmlx.dylib', 'libjaccl.dylib']) {
    const { imports, exports } = readMachO(join(wheel, 'mlx', 'lib', file))
    for (const { name, library, isOptional } of imports) {
      if (library !== 'merged' && !isOptional) names.get(library)?.add(name)
      // Any image may define a merged name. If MLX doesn't, the C++ library does.
      if (library === 'merged' && !exports.has(name)) names.get(libraries['libc++']).add(name)
    }
  }
  return names
}

function readList() {
  const list = {}
  let title = ''
  for (const line of readFileSync(join(import.meta.dirname, 'system-names.txt'), 'utf8').split('\n')) {
    if (line.startsWith('[')) title = line.slice(1, -1)
    else if (line !== '' && !line.startsWith('#')) list[title] = [...(list[title] ?? []), line]
  }
  return list
}

/** Writes stub libraries for the linker, because only a Mac has the real ones. */
export function writeStubs(names, folder) {
  mkdirSync(folder, { recursive: true })
  for (const [title, path] of Object.entries(libraries)) {
    const symbols = [...names.get(path)].map((name) => `'${name}'`).join(', ')
    writeFileSync(
      join(folder, `${title}.tbd`),
      `--- !tapi-tbd
tbd-version: 4
targets: [ arm64-macos ]
install-name: '${path}'
exports:
  - targets: [ arm64-macos ]
    symbols: [ ${symbols} ]
...
`,
    )
  }
}
