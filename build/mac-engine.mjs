/** `npm run build:mac-engine`: compiles the engine for macOS into `out/native-mac`, on a Mac or with Zig on Linux. */
import { buildMacEngine, macOut } from './mac/build-mac-engine.mjs'
import { installPackages } from './setup/npm.mjs'
import { say } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  await installPackages()
  await buildMacEngine()
  say(`Compiled: ${macOut}`)
})
