import type { ReplySettings } from '../../contract/settings.js'
import { efforts } from '../ui/efforts.js'
import { formatNumber } from '../ui/words.js'

/** What settings of replies say, in a line: what they leave to the model is not in it. */
export function replySettingsInWords(settings: ReplySettings): string {
  const { instructions, effort, temperature, topP, maxTokens, seed } = settings
  const quoted = instructions.replace(/\s+/g, ' ').trim()
  return [
    `${efforts.find(({ value }) => value === effort)?.label} effort`,
    temperature !== null && `temperature ${temperature}`,
    topP !== null && `top-p ${topP}`,
    maxTokens !== null && `${formatNumber(maxTokens)} tokens at most`,
    seed !== null && `seed ${seed}`,
    quoted !== '' && `“${quoted}”`,
  ]
    .filter((part) => part !== false)
    .join(' · ')
}

export const isSame = (a: ReplySettings, b: ReplySettings): boolean =>
  (Object.keys(a) as (keyof ReplySettings)[]).every((key) => a[key] === b[key])
