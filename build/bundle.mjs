/** Bundles each process's folder into `out/app`; skipped when no source changed. */
import { existsSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { out, root } from './setup/places.mjs'
import { say } from './setup/run.mjs'
import { hashOf, once } from './setup/stamp.mjs'

const target = join(out, 'app')

/** What is never bundled: the runtime itself, and SQLite, which carries a binary. */
const external = ['electron', '@photostructure/sqlite', ...builtinModules, /^node:/]

const scripts = [
  ['electron/main/index.ts', 'main/index.cjs'],
  ['electron/preload/index.ts', 'preload/index.cjs'],
  ['electron/reader/preload.ts', 'reader/preload.cjs'],
  ['electron/engine/index.ts', 'engine/index.cjs'],
  ['electron/engine/cli.ts', 'cli/engine.cjs'],
]
const pages = [
  ['renderer', 'renderer'],
  ['electron/reader', 'reader'],
]

/** @param {{ minify?: boolean }} options minified for the packaged app */
export async function bundle({ minify = false } = {}) {
  const sources = ['contract', 'electron', 'renderer', 'build/bundle.mjs', 'package-lock.json'].map((part) =>
    join(root, part),
  )
  await once(join(target, '.parley-stamp'), hashOf(sources, minify), async () => {
    say('Bundling …')
    rmSync(target, { recursive: true, force: true })
    const { build } = await import('vite')
    // Pages first: each empties its folder.
    for (const [folder, output] of pages) await buildPage(build, folder, output, minify)
    for (const [input, output] of scripts)
      if (existsSync(join(root, input))) await buildScript(build, input, output, minify)
  })
}

/** One CommonJS file: what a sandboxed preload must be, and what Electron starts quickest. */
const buildScript = (build, input, output, minify) =>
  build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['electron', '@photostructure/sqlite'] },
    build: {
      ssr: input,
      target: 'node20',
      minify,
      emptyOutDir: false,
      outDir: join(target, output, '..'),
      rolldownOptions: {
        external,
        output: { format: 'cjs', entryFileNames: output.split('/').at(-1), codeSplitting: false },
      },
    },
  })

/** A page without inline scripts or styles, so that its content security policy can forbid them. */
async function buildPage(build, folder, output, minify) {
  const { default: react } = await import('@vitejs/plugin-react')
  await build({
    configFile: false,
    root: join(root, folder),
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'chrome130',
      minify,
      outDir: join(target, output),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4_000,
    },
  })
}
