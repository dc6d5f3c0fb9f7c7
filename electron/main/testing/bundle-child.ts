import { join } from 'node:path'
import { build } from 'vite'

const repository = join(import.meta.dirname, '..', '..', '..')

/** Bundles a script for a process of its own into one file inside the repository, so that it finds SQLite. Returns its path. */
export async function bundleChild(source: string, name: string): Promise<string> {
  const outDir = join(repository, 'out', 'test', 'store')
  await build({
    configFile: false,
    root: repository,
    logLevel: 'error',
    ssr: { external: ['@photostructure/sqlite'] },
    build: {
      ssr: join(repository, 'electron', 'main', 'testing', source),
      target: 'node20',
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  })
  return join(outDir, `${name}.mjs`)
}
