/** Bundles each process's folder into `out/app`; skipped when no source changed. */
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pdfjsTextPaint } from './pdfjs-text-paint.mjs'
import { out, root } from './setup/places.mjs'
import { SetupError, say } from './setup/run.mjs'
import { hashOf, once } from './setup/stamp.mjs'
import { packageOf, packagesName } from './shipped/packages.mjs'

/** Never bundled: the runtime itself, and SQLite because it has a native binary. */
const external = ['electron', '@photostructure/sqlite', ...builtinModules, /^node:/]

const scripts = [
  ['electron/main/index.ts', 'main/index.cjs'],
  ['electron/main/store/search/thread/index.ts', 'main/search.cjs'],
  ['electron/preload/index.ts', 'preload/index.cjs'],
  ['electron/preload/reader.ts', 'reader/preload.cjs'],
  ['electron/engine/index.ts', 'engine/index.cjs'],
  ['electron/engine/tools/cli.ts', 'cli/engine.cjs'],
  ['electron/engine/tools/harmony-cli.ts', 'cli/harmony.cjs'],
  ['electron/engine/tools/chat-format-cli.ts', 'cli/chat-format.cjs'],
  ['electron/main/tools/documents.ts', 'cli/documents.cjs'],
  ['electron/main/tools/history.ts', 'cli/history.cjs'],
  ['electron/main/tools/models/download-cli.ts', 'cli/download.cjs'],
  ['electron/main/tools/models/list-cli.ts', 'cli/models-list.cjs'],
]
const pages = [
  ['renderer', 'renderer', ['index.html', 'settings.html', 'quick.html', 'stopped.html', 'locked.html']],
  ['electron/reader', 'reader', ['index.html']],
]

/**
 * Character maps and fonts that pdf.js fetches for files that name them without containing them, colour profiles, and
 * decoders of pictures in WebAssembly.
 */
const pdfjsFolders = ['cmaps', 'standard_fonts', 'iccs', 'wasm']

/** The data of each language whose text the reader recognizes in pictures. */
export function languageFiles() {
  const folder = join(root, 'node_modules', '@tesseract.js-data')
  return readdirSync(folder).map((language) => ({
    language,
    path: join(folder, language, '4.0.0_best_int', `${language}.traineddata.gz`),
  }))
}

/**
 * Returns the folder of the bundles.
 * @param {{ isRelease?: boolean }} options release bundles are minified and have a folder of their own
 */
export async function bundle({ isRelease = false } = {}) {
  const target = join(out, isRelease ? 'app-release' : 'app')
  const sources = [
    'CHANGELOG.md',
    'contract',
    'electron',
    'markdown',
    'renderer',
    'build/bundle.mjs',
    'build/shipped/packages.mjs',
    'package-lock.json',
  ]
  const hash = hashOf(
    sources.map((part) => join(root, part)),
    isRelease,
  )
  await once(target, hash, async () => {
    say('Bundling …')
    const scratch = `${target}.new`
    rmSync(scratch, { recursive: true, force: true })
    await buildAll(scratch, isRelease).catch((error) => {
      throw new SetupError(`The sources could not be bundled. Fix the error below and try again.\n${error.message}`)
    })
    rmSync(target, { recursive: true, force: true })
    renameSync(scratch, target)
  })
  return target
}

async function buildAll(folder, minify) {
  const { build } = await import('vite')
  const packages = new Set()
  const plugin = notePackages(packages)
  // Builds pages first because each empties its folder.
  for (const [input, output, files] of pages)
    await buildPages(build, join(root, input), files, join(folder, output), minify, plugin)
  for (const [input, output] of scripts)
    await buildScript(input, join(folder, output), minify, output.startsWith('cli/') ? [] : [plugin])
  copyReaderData(join(folder, 'reader'))
  writeFileSync(join(folder, packagesName), JSON.stringify([...packages].sort()))
}

/** Notes the folders of the npm packages whose code is in a bundle. */
const notePackages = (packages) => ({
  name: 'note-packages',
  generateBundle(_options, chunks) {
    for (const { modules = {} } of Object.values(chunks))
      for (const [id, { renderedLength }] of Object.entries(modules))
        if (renderedLength > 0 && packageOf(id)) packages.add(packageOf(id))
  },
})

/** What the reader's libraries fetch. */
function copyReaderData(folder) {
  for (const name of pdfjsFolders)
    cpSync(join(root, 'node_modules', 'pdfjs-dist', name), join(folder, 'pdfjs', name), {
      recursive: true,
      filter: (file) => !/quickjs/i.test(basename(file)), // for scripts in forms, which Parley never runs
    })
  const ocr = join(folder, 'ocr')
  mkdirSync(ocr)
  for (const { path } of languageFiles()) cpSync(path, join(ocr, basename(path)))
  const core = join(root, 'node_modules', 'tesseract.js-core')
  cpSync(join(core, 'tesseract-core-simd-lstm.wasm'), join(ocr, 'tesseract.wasm'))
  cpSync(join(core, 'LICENSE'), join(ocr, 'LICENSE'))
}

/** Builds one CommonJS file: a sandboxed preload must be one, and Electron starts it fastest. */
export async function buildScript(input, output, minify = false, plugins = []) {
  const { build } = await import('vite')
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [leanUpdater, ...plugins],
    ssr: { noExternal: true, external: ['electron', '@photostructure/sqlite'] },
    build: {
      ssr: input,
      target: 'node20',
      minify,
      emptyOutDir: false,
      outDir: dirname(output),
      rolldownOptions: {
        external,
        output: { format: 'cjs', entryFileNames: basename(output), codeSplitting: false },
      },
    },
  })
}

/** Tesseract's core would load these modules in Node, where the reader never runs it. */
const withoutNode = {
  name: 'without-node',
  enforce: 'pre',
  resolveId: (id, importer) =>
    /^(?:fs|crypto)$/.test(id) && importer?.includes('tesseract.js-core') ? '\0without-node' : undefined,
  load: (id) => (id === '\0without-node' ? 'export default {}' : undefined),
}

/**
 * What electron-updater brings and Parley has no use for: a reader of XML, for the feeds of other sources, and a file system
 * that waits when a program has thousands of files open.
 */
const leanUpdater = {
  name: 'lean-updater',
  enforce: 'pre',
  resolveId(id, importer) {
    if (id === 'graceful-fs') return { id: 'node:fs', external: true }
    return id === 'sax' && importer?.includes('builder-util-runtime') ? '\0lean-updater' : undefined
  },
  load: (id) => (id === '\0lean-updater' ? 'export default {}' : undefined),
}

/** KaTeX names each of its fonts in three formats. */
const onlyWoff2 = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: (code, id) =>
    /katex[^/]*\.css$/.test(id) ? code.replace(/,\s*url\([^)]+\) format\("(?:woff|truetype)"\)/g, '') : undefined,
}

/** Builds pages without inline scripts or styles, so that the content security policy can forbid them. Pages share chunks. */
async function buildPages(build, folder, files, outDir, minify, plugin) {
  const { default: react } = await import('@vitejs/plugin-react')
  await build({
    configFile: false,
    root: folder,
    base: './',
    logLevel: 'warn',
    plugins: [react(), pdfjsTextPaint, withoutNode, onlyWoff2, plugin],
    build: {
      target: 'chrome130',
      minify,
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: { input: files.map((file) => join(folder, file)) },
    },
  })
}
