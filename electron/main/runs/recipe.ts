import type { Recipe, ToldBefore } from '../../../contract/chat.js'
import { localDate } from '../../../contract/local-date.js'
import type { ReplySettings, RetryChange } from '../../../contract/settings.js'

const seeds = 2 ** 31
export const anySeed = () => Math.floor(Math.random() * seeds)

/** A reply that nothing comes before is told nothing. */
export const nothingBefore: ToldBefore = { afterId: null, summary: null, jobIds: [] }

/** With what a reply is made that is asked for now. */
export function recipeFrom(
  settings: ReplySettings,
  told: ToldBefore = nothingBefore,
  change: Omit<RetryChange, 'modelId'> = {},
): Recipe {
  return {
    ...settings,
    ...change,
    seed: settings.seed ?? anySeed(),
    date: localDate(),
    told,
    reasoningControl: 'model',
  }
}
