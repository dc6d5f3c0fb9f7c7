/** `npm run -s audit`: builds the packaged app and proves what safety asks of it. Prints JSON; exits with 0 only if all holds. */

import { runAudit } from './audit/audit.mjs'
import { withDisplay } from './display.mjs'
import { packageApp, shippedParts } from './package-app.mjs'
import { installStrace, refreshFontCache } from './setup/debian.mjs'
import { say } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

await main(async () => {
  await packageApp({ isFolder: true })
  installStrace()
  refreshFontCache()
  const report = await withDisplay(async () => runAudit({ components: await shippedParts(), say }))
  console.log(JSON.stringify(report, null, 2))
  return report.holds ? 0 : 1
})
