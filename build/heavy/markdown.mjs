import { runVitest } from '../testing/run-vitest.mjs'

/**
 * Runs the Markdown view's property tests with twenty times the cases of `npm test`: what streams against what is parsed
 * whole, and the processor time and depth of texts that no person writes.
 */
export async function markdown() {
  const startedAt = performance.now()
  const options = { env: { PARLEY_HEAVY: '1' }, screen: process.stderr }
  const { passed, failed, failures } = await runVitest('heavy-markdown', ['renderer/chat/markdown'], options)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  return { isGood: failed === 0, passed, failed, failures, seconds }
}
