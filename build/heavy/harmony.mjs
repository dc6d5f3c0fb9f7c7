import { runVitest } from '../testing/run-vitest.mjs'

/**
 * Runs harmony's property tests with a hundred times the cases of `npm test`: conversations and streams against OpenAI's
 * own library, text against the tokenizers of OpenAI and Hugging Face, and damaged streams, whose text must not be lost.
 */
export async function harmony() {
  const startedAt = performance.now()
  const options = { env: { PARLEY_HEAVY: '1' }, screen: process.stderr }
  const { passed, failed, failures } = await runVitest('heavy-harmony', ['electron/engine/harmony'], options)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  return { isGood: failed === 0, passed, failed, failures, seconds }
}
