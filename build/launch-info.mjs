/** `npm run -s launch-info`: prints {executable, args, env}, which start the app, as one JSON document. */
import { launchInfo } from './launch.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  process.stdout.write(`${JSON.stringify(await launchInfo())}\n`)
})
