import type { PriorContext, Recipe } from '../../../contract/chat.js'
import { localDate } from '../../../contract/local-date.js'
import { type ReplySettings, type RetryChange, replySettings } from '../../../contract/settings.js'

export const randomSeed = () => Math.floor(Math.random() * (replySettings.seed.max + 1))

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
