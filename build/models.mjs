/** `npm run -s models -- COMMAND …`: models that Parley can use. Each command prints one JSON document. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { checkNode, installPackages } from './setup/npm.mjs'
import { main } from './setup/set-up.mjs'

/** The bundle of each command in `out/app/cli`, which takes its arguments from `process.argv`. */
const commands = {
  /** REPOSITORY --to DIR [--base URL] [--revision SHA]; electron/main/tools/models/download-cli.ts has the output */
  download: 'download.cjs',
  /**
   * [--memory BYTES]: { models: [{ id, repository, bytes, contextLength, fits, needsBytes, reason }] }: the catalogue for a
   * Mac with so much memory, or with this computer's. `contextLength` is the longest context that fits, or the shortest that
   * is of use, and `needsBytes` what the model needs with it.
   */
  list: 'models-list.cjs',
}

await main(async () => {
  const [name = '', ...args] = process.argv.slice(2)
  if (!Object.hasOwn(commands, name)) {
    const message = `Usage: models COMMAND …. The commands are: ${Object.keys(commands).join(', ')}.`
    process.stdout.write(`${JSON.stringify({ error: { code: 'refused', message } })}\n`)
    return 1
  }
  checkNode()
  await installPackages()
  const app = await bundle()
  process.argv.splice(2, process.argv.length, ...args)
  // Runs in this process: a second one would take 0.1 s more.
  createRequire(import.meta.url)(join(app, 'cli', commands[name]))
})
