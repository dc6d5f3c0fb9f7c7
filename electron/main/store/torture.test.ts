import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { bundleChild } from '../testing/bundle-child.js'

const cycles = 200

// `npm run torture` and `npm run test:heavy -- torture` run more of them, and kill the app, too.
test('a process killed at any moment loses nothing that a call reported as saved', { timeout: 300_000 }, async () => {
  const script = await bundleChild('torture/store-torture.ts', 'store-torture')
  const seed = Math.floor(Math.random() * 2 ** 31)
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, String(cycles), String(seed)])
  expect({ seed, problems: stderr, ...JSON.parse(stdout) }).toMatchObject({
    seed,
    problems: '',
    cycles,
    lost: 0,
    corrupt: 0,
  })
  expect(JSON.parse(stdout).acknowledged).toBeGreaterThan(10 * cycles)
})
