import { defineConfig } from 'vitest/config'

/** Tests run one app at a time, with the real Electron, the real engine and the tiny model. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.spec.ts'],
    setupFiles: ['evidence.ts'],
    sequence: { hooks: 'list' }, // saves the evidence of a failure before the spec quits the app
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
})
