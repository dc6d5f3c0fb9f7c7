import type { ModelSpeed, SpeedAt } from '../../contract/models.js'
import { formatNumber } from '../ui/words.js'

/** What was measured of a model, a sentence for each length of prompt. */
export function speedWords({ speeds }: ModelSpeed): readonly string[] {
  if (speeds.length === 0) return ['Its context is too short to measure.']
  return speeds.map(wordsAt)
}

function wordsAt({ contextTokens, readPerSecond, writtenPerSecond, boundPerSecond }: SpeedAt): string {
  const read = `With ${formatNumber(contextTokens)} tokens it reads ${perSecond(readPerSecond)}`
  if (writtenPerSecond === null) return `${read}; its reply was too short to measure.`
  const share = boundPerSecond === null ? '' : ` (${shareOf(writtenPerSecond, boundPerSecond)})`
  return `${read} and writes ${perSecond(writtenPerSecond)} tokens a second${share}.`
}

const shareOf = (speed: number, bound: number) =>
  `${Math.round((speed / bound) * 100)} % of the ${perSecond(bound)} that the memory of this Mac allows`

/** With three digits: a measurement is no more precise. */
const perSecond = (speed: number) => formatNumber(Number(speed.toPrecision(3)))
