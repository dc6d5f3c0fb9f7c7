import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,electron,markdown,renderer,native,build}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', 'native/tiny-model/**'],
    testTimeout: 60_000,
    maxWorkers: availableParallelism(), // Vitest leaves one core idle, which is half of a machine with two
  },
})
