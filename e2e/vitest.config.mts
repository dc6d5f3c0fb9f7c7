import { defineConfig } from 'vitest/config'

/** One app at a time, on the real Electron, the real engine and the tiny model. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.spec.ts'],
    setupFiles: ['evidence.ts'],
    sequence: { hooks: 'list' }, // evidence of a failure is taken before the spec quits the app
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
})
