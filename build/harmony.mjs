/** `npm run -s harmony -- render|parse FILE …`: harmony without a model; electron/engine/tools/harmony-cli.ts says what it takes. */
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
  // In this process: another would cost a tenth of a second.
  createRequire(import.meta.url)(join(app, 'cli', 'harmony.cjs'))
})
