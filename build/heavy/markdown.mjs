import { runHeavyTests } from './run-tests.mjs'

/**
 * Runs the Markdown view's property tests with twenty times the cases of `npm test`: what streams against what is parsed
 * whole, and the processor time and depth of texts that no person writes.
 */
export const markdown = () => runHeavyTests('heavy-markdown', ['markdown/'])
