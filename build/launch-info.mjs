/** `npm run -s launch-info`: one JSON document on stdout, {executable, args, env}: what to start to get the app. */
import { launchInfo } from './launch.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  process.stdout.write(`${JSON.stringify(await launchInfo())}\n`)
})
