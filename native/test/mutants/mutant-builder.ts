import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nativeOut } from '../../../build/setup/addon.mjs'
import { findCmake } from '../../../build/setup/cmake.mjs'
import { fetchMlx } from '../../../build/setup/mlx.mjs'
import { out, root } from '../../../build/setup/places.mjs'
import type { Mutant } from './mutants.js'

const run = promisify(execFile)

const folder = join(out, 'mutants')
const source = join(folder, 'native')
const build = join(folder, 'cmake')
const output = join(folder, 'addon')

/** Builds the engine from a copy of native/ with a mistake in it. Keeps object files, so that builds are incremental. */
export class MutantBuilder {
  readonly addon = join(output, 'parley_engine.node')
  readonly #cmake: string

  private constructor(cmake: string) {
    this.#cmake = cmake
  }

  static async open(): Promise<MutantBuilder> {
    const cmake = await findCmake()
    linkLibraries()
    const definitions = {
      MLX_WHEEL_DIR: await fetchMlx(),
      PARLEY_OUTPUT_DIR: output,
      PARLEY_NODE_MODULES: join(root, 'node_modules'),
      // Compiles twice as fast. MLX, which does the computing, stays the same.
      CMAKE_BUILD_TYPE: 'Debug',
      CMAKE_CXX_FLAGS_DEBUG: '-O0',
    }
    copy(join(root, 'native'), source)
    const flags = Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`)
    await run(cmake, ['-S', source, '-B', build, ...flags])
    return new MutantBuilder(cmake)
  }

  /** Compiles the engine with or without a mistake. Throws if the text to change does not occur exactly once. */
  async build(mutant?: Mutant): Promise<void> {
    copy(join(root, 'native'), source, mutant)
    await run(this.#cmake, ['--build', build, '--parallel', '2'])
  }
}

/** The addon loads MLX from its own folder. */
function linkLibraries(): void {
  mkdirSync(output, { recursive: true })
  for (const name of ['mlx', 'mlx_cpu.libs']) {
    const target = join(nativeOut, name)
    rmSync(join(output, name), { force: true })
    if (existsSync(target)) symlinkSync(target, join(output, name))
  }
}

/** Writes only files that differ, because make compares modification times. */
function copy(from: string, to: string, mutant?: Mutant): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === 'test' || entry.name === 'tiny-model') continue
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) {
      copy(source, target, mutant)
      continue
    }
    const text = readFileSync(source, 'utf8')
    const wanted = entry.name === mutant?.file ? mutate(text, mutant) : text
    if (!existsSync(target) || readFileSync(target, 'utf8') !== wanted) writeFileSync(target, wanted)
  }
}

/** Replaces the text. Ignores differences in whitespace, which come from the formatter. */
function mutate(text: string, { name, file, find, replace }: Mutant): string {
  const pattern = find.trim().split(/\s+/).map(quote).join('\\s+')
  const found = [...text.matchAll(new RegExp(pattern, 'g'))]
  const [match] = found
  if (!match || found.length > 1) {
    throw new Error(
      `The mutant “${name}” finds its text ${found.length} times in native/src/${file}, not once. Update the mutant.`,
    )
  }
  return text.slice(0, match.index) + replace + text.slice(match.index + match[0].length)
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
