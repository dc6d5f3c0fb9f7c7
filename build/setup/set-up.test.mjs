import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

// With electron-builder in the process a run of failed tests ended as a success.
it.each([
  ['returned', 'async () => 1'],
  ['thrown', 'async () => { throw new Error("no") }'],
])('a failure that was %s is the exit code, whoever else ends the process', (_, work) => {
  const setUp = JSON.stringify(new URL('set-up.mjs', import.meta.url).href)
  const script = `
    const { main } = await import(${setUp})
    process.on('beforeExit', () => process.exit(0))
    await main(${work})`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(status).toBe(1)
})
