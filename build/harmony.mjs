/** `npm run -s harmony -- render|parse FILE …`: harmony without a model; electron/engine/tools/harmony-cli.ts has the usage. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { checkNode, installPackages } from './setup/npm.mjs'
import { rankFile } from './setup/rank-file.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  checkNode()
  await installPackages()
  const app = await bundle()
  process.env.PARLEY_RANK_FILE = rankFile
  // Runs in this process: a second one would take 0.1 s more.
  createRequire(import.meta.url)(join(app, 'cli', 'harmony.cjs'))
})
