import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { displays } from './displays.mjs'

/** Tests run one app on each display, with the real Electron, the real engine and the tiny model. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.spec.ts'],
    env: { PARLEY_OTHER_APPS: join(import.meta.dirname, 'no-other-apps') }, // not the models of this machine
    setupFiles: ['own-display.ts', 'evidence.ts'],
    sequence: { hooks: 'list' }, // saves the evidence of a failure before the spec quits the app
    fileParallelism: displays.length > 1,
    maxWorkers: Math.max(1, displays.length),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
})
