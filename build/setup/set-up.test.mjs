import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

// electron-builder exits with 0, so a run with failed tests looked like a success.
it.each([
  ['returned', 'async () => 1'],
  ['thrown', 'async () => { throw new Error("no") }'],
])('a failure that was %s sets the exit code, even if other code exits the process with 0', (_, work) => {
  const setUp = JSON.stringify(new URL('set-up.mjs', import.meta.url).href)
  const script = `
    const { main } = await import(${setUp})
    process.on('beforeExit', () => process.exit(0))
    await main(${work})`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(status).toBe(1)
})
