/** `npm run test:heavy` sets it. */
export const isHeavy = process.env.PARLEY_HEAVY === '1'

/** How many cases a property is tried with. */
export const caseCount = (quick: number, heavy: number): number => (isHeavy ? heavy : quick)

/** As long as the many cases may take. */
export const timeoutMs = isHeavy ? 60 * 60_000 : 120_000
