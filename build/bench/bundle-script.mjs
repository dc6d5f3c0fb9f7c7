import { basename, join } from 'node:path'
import { build } from 'vite'
import { root } from '../setup/places.mjs'

/** Bundles one TypeScript file into `folder` for Node. Returns the path of the bundle. */
export async function bundleScript(source, folder) {
  const name = `${basename(source, '.ts')}.cjs`
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: source,
      target: 'node20',
      emptyOutDir: false,
      outDir: folder,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: name } },
    },
  })
  return join(folder, name)
}
