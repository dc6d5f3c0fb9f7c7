/** `npm run -s chat-format -- render|parse FILE --model DIR`: chats of models that are not gpt-oss; electron/engine/tools/chat-format-cli.ts has the usage. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { checkNode, installPackages } from './setup/npm.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  checkNode()
  await installPackages()
  const app = await bundle()
  createRequire(import.meta.url)(join(app, 'cli', 'chat-format.cjs'))
})
