/** `npm run dist [-- --dir]`: packages the app for this platform; --dir makes only a runnable folder. */
import { parseArgs } from 'node:util'
import { packageApp, packagedExecutable } from './package-app.mjs'
import { SetupError, say } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  await packageApp({ isFolder: options().dir ?? false })
  say(`Packaged: ${packagedExecutable()}`)
})

function options() {
  try {
    return parseArgs({ options: { dir: { type: 'boolean' } } }).values
  } catch (error) {
    throw new SetupError(`${error.message}\nnpm run dist [-- --dir]`)
  }
}
