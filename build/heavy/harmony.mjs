import { runVitest } from '../testing/run-vitest.mjs'

/**
 * Harmony's properties on a hundred times the cases of `npm test`: conversations and streams against OpenAI's own
 * library, text against the tokenizers of OpenAI and Hugging Face, damaged streams against what must never be lost.
 */
export async function harmony() {
  const startedAt = performance.now()
  const options = { env: { PARLEY_HEAVY: '1' }, screen: process.stderr }
  const { passed, failed, failures } = await runVitest('heavy-harmony', ['electron/engine/harmony'], options)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  return { isGood: failed === 0, passed, failed, failures, seconds }
}
