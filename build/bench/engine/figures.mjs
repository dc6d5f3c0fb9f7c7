/** @param {readonly number[]} values at least one */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median: tidy(median), least: tidy(sorted[0]), most: tidy(sorted.at(-1)) }
}

/** Four digits say all that a measurement knows. */
const tidy = (value) => Number(value.toPrecision(4))

/**
 * Measures both sides in turn, round by round, and changes who begins, so that what else the machine does hits both.
 * @template T
 * @param {(side: 'parley' | 'mlxLm') => Promise<T>} measure
 * @returns {Promise<{ parley: T, mlxLm: T }[]>} one for each round
 */
export async function interleave(rounds, measure) {
  const results = []
  for (let round = 0; round < rounds; round++) {
    const result = {}
    for (const side of round % 2 === 0 ? ['parley', 'mlxLm'] : ['mlxLm', 'parley']) result[side] = await measure(side)
    results.push(result)
  }
  return results
}

/**
 * Both sides' values and, round by round, how much better Parley's are: above 1 is better.
 * @param {{ parley: number, mlxLm: number }[]} rounds
 * @param {'more' | 'less'} better which values are the better ones
 */
export function compare(rounds, better) {
  return {
    parley: spreadOf(rounds.map(({ parley }) => parley)),
    mlxLm: spreadOf(rounds.map(({ mlxLm }) => mlxLm)),
    ratio: spreadOf(rounds.map(({ parley, mlxLm }) => (better === 'more' ? parley / mlxLm : mlxLm / parley))),
  }
}

/** How many tokens take `seconds`, when the slower side needs `secondsPerToken` for one. */
export const tokensFor = (seconds, secondsPerToken, least, most) =>
  Math.max(Math.min(least, most), Math.min(most, Math.round(seconds / secondsPerToken)))

/** Fewer would have no median. */
const leastRounds = 3

/** How many rounds a figure gets when one takes so long. */
export const roundsOf = ({ rounds, mostSeconds }, secondsPerRound) =>
  Math.min(rounds, Math.max(leastRounds, Math.floor(mostSeconds / secondsPerRound)))
