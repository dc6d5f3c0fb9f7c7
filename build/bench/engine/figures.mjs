/** @param {readonly number[]} values at least one */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median: rounded(median), least: rounded(sorted[0]), most: rounded(sorted.at(-1)) }
}

/** Rounds to four significant digits: a measurement is no more precise. */
const rounded = (value) => Number(value.toPrecision(4))

/**
 * Measures both sides in each round and alternates which one starts, so that other load on the machine affects both.
 * @template T
 * @param {(side: 'parley' | 'mlxLm') => Promise<T>} measure
 * @returns {Promise<{ parley: T, mlxLm: T }[]>} one entry per round
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
 * The values of both sides and the ratio of each round: above 1, Parley is better.
 * @param {{ parley: number, mlxLm: number }[]} rounds
 * @param {'more' | 'less'} better whether higher or lower values are better
 */
export function compare(rounds, better) {
  return {
    parley: spreadOf(rounds.map(({ parley }) => parley)),
    mlxLm: spreadOf(rounds.map(({ mlxLm }) => mlxLm)),
    ratio: spreadOf(rounds.map(({ parley, mlxLm }) => (better === 'more' ? parley / mlxLm : mlxLm / parley))),
  }
}

/** The number of tokens that take `seconds` on the slower side, between `minTokens` and `maxTokens`. */
export const tokensFor = (seconds, secondsPerToken, minTokens, maxTokens) =>
  Math.max(Math.min(minTokens, maxTokens), Math.min(maxTokens, Math.round(seconds / secondsPerToken)))

/** With fewer rounds a single outlier could be the median. */
const minRounds = 3

/** The number of rounds that fit into `maxSeconds`, at least `minRounds`. */
export const roundsOf = ({ rounds, maxSeconds }, secondsPerRound) =>
  Math.min(rounds, Math.max(minRounds, Math.floor(maxSeconds / secondsPerRound)))
