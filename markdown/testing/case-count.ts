/** `npm run test:heavy -- markdown` runs the property tests with twenty times the cases, on longer texts. */
export const isHeavy = process.env.PARLEY_HEAVY === '1'

export const cases = { numRuns: isHeavy ? 10_000 : 500 }
export const timeLimit = { timeout: isHeavy ? 4 * 3_600_000 : 300_000 }

/** The characters of a text whose cost is measured. 100 KB is the longest that has to be drawn without a pause. */
export const costlyCharacters = isHeavy ? 100_000 : 20_000
