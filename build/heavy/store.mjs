import { runVitest } from '../testing/run-vitest.mjs'

/**
 * Damages 2,000 stores: bits, bytes, pages, lengths, headers, backups and clocks, of a store that was closed and of one
 * whose app was killed. Each opens, says what is true, and keeps what a reader of the file can still see.
 */
export async function store() {
  const startedAt = performance.now()
  const options = { env: { PARLEY_HEAVY: '1' }, screen: process.stderr }
  const { passed, failed, failures } = await runVitest(
    'heavy-store',
    ['electron/main/store/recovery/damage.test.ts'],
    options,
  )
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  return { isGood: failed === 0, passed, failed, failures, seconds }
}
