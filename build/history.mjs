/** `npm run -s history -- export|import|search …`: works on the store without the app; electron/main/tools/history.ts has the usage. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { out } from './setup/places.mjs'
import { main, setUp } from './setup/set-up.mjs'

await main(async () => {
  await setUp()
  const child = spawn(process.execPath, [join(out, 'app', 'cli', 'history.cjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  // An import that is stopped leaves what it has added, and the same import again goes on.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      if (signal) process.stderr.write(`history: ended by ${signal}\n`)
      resolve(code ?? 1)
    })
  })
})
