/** `npm run -s engine -- info|logits|generate …`: runs the engine without a window; electron/engine/tools/cli.ts has the usage. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { out } from './setup/places.mjs'
import { main, setUp } from './setup/set-up.mjs'

await main(async () => {
  const { addon } = await setUp()
  const program = join(out, 'app', 'cli', 'engine.cjs')
  const child = spawn(process.execPath, [program, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, PARLEY_NATIVE: addon },
  })
  // Passes signals on, so that the model stops computing when this command is stopped.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      if (signal) process.stderr.write(`engine: ended by ${signal}\n`)
      resolve(code ?? 1)
    })
  })
})
