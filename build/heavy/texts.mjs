import { runHeavyTests } from './run-tests.mjs'

/** Everything in main that reads a text takes time in proportion to it: 1 MB of each repetition, and 10,000 random ones. */
export const texts = () => runHeavyTests('heavy-texts', ['electron/main/linear-time.test.ts'])
