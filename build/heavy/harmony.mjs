import { runHeavyTests } from './run-tests.mjs'

/**
 * Runs harmony's property tests with a hundred times the cases of `npm test`: conversations and streams against OpenAI's
 * own library, text against the tokenizers of OpenAI and Hugging Face, and damaged streams, whose text must not be lost.
 */
export const harmony = () => runHeavyTests('heavy-harmony', ['electron/engine/harmony'])
