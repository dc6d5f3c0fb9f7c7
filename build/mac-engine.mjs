/** `npm run build:mac-engine`: the engine for macOS in `out/native-mac`, compiled on a Mac or, by Zig, on Linux. */
import { buildMacEngine, macOut } from './mac/build-mac-engine.mjs'
import { installPackages } from './setup/npm.mjs'
import { say } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  await installPackages()
  await buildMacEngine()
  say(`Compiled: ${macOut}`)
})
