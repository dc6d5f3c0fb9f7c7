import type { PriorContext, Recipe } from '../../../contract/chat.js'
import { localDate } from '../../../contract/local-date.js'
import type { ReplySettings, RetryChange } from '../../../contract/settings.js'

const seedCount = 2 ** 31
export const randomSeed = () => Math.floor(Math.random() * seedCount)

/** For a reply without messages before it. */
export const emptyContext: PriorContext = { afterId: null, summary: null, jobIds: [] }

/** The recipe of a new reply. */
export function recipeFrom(
  settings: ReplySettings,
  context: PriorContext = emptyContext,
  change: Omit<RetryChange, 'modelId'> = {},
): Recipe {
  return {
    ...settings,
    ...change,
    seed: settings.seed ?? randomSeed(),
    date: localDate(),
    told: context,
    reasoningControl: 'model',
  }
}
