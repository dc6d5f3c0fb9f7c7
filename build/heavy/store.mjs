import { runHeavyTests } from './run-tests.mjs'

/**
 * Damages 2,000 stores: bits, bytes, pages, lengths, headers, backups and clocks, of a store that was closed and of one
 * whose app was killed. Each opens, says what is true, and keeps what a reader of the file can still see. Cuts the power at
 * 1,000 moments: each store has what was acknowledged by then.
 */
export const store = () =>
  runHeavyTests('heavy-store', [
    'electron/main/store/recovery/damage.test.ts',
    'electron/main/store/condition/header.test.ts',
    'electron/main/store/power-loss.test.ts',
  ])
