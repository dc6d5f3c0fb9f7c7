/** `npm run -s engine -- info|logits|generate …`: the engine without a window; electron/engine/cli.ts says what it takes. */
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
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
})
