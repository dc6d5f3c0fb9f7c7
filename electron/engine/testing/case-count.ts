/** Set by `npm run test:heavy`. */
export const isHeavy = process.env.PARLEY_HEAVY === '1'

/** Returns the number of cases for a property test. */
export const caseCount = (quick: number, heavy: number): number => (isHeavy ? heavy : quick)

/** Enough for all cases of a property test. */
export const timeoutMs = isHeavy ? 60 * 60_000 : 120_000
