import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../setup/places.mjs'
import { SetupError } from '../setup/run.mjs'

/** `npm run test:heavy -- parity [--runs 300]`: compares new random models with mlx-lm. */
export async function parity(args) {
  const { values } = parseArgs({ args, options: { runs: { type: 'string', default: '300' } } })
  const runs = Number(values.runs)
  if (!Number.isSafeInteger(runs) || runs < 1) throw new SetupError('--runs must be a whole number from 1.')
  const startedAt = Date.now()
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(
    process.execPath,
    [vitest, 'run', 'native/test/parity.test.ts', 'native/test/dense-parity.test.ts', '-t', 'random models'],
    {
      cwd: root,
      env: { ...process.env, PARLEY_PARITY_RUNS: String(runs) },
      // stdout is reserved for the JSON document, so the test output, with failures and seeds, goes to stderr.
      stdio: ['ignore', process.stderr, 'inherit'],
    },
  )
  const code = await new Promise((resolve) => child.once('exit', resolve))
  return { isGood: code === 0, runs, seconds: Math.round((Date.now() - startedAt) / 1_000) }
}
