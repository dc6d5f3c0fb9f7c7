import type { Recipe, ToldBefore } from '../../../contract/chat.js'
import { localDate } from '../../../contract/local-date.js'
import type { ReplySettings } from '../../../contract/settings.js'

/** What may be different for one reply: "try again with". */
export type Change = Partial<Pick<ReplySettings, 'effort' | 'temperature'>>

const seeds = 2 ** 31
export const anySeed = () => Math.floor(Math.random() * seeds)

/** A reply that nothing comes before is told nothing. */
export const nothingBefore: ToldBefore = { afterId: null, summary: null, jobIds: [] }

/** With what a reply is made that is asked for now. */
export function recipeFrom(settings: ReplySettings, told: ToldBefore = nothingBefore, change: Change = {}): Recipe {
  const { seed, ...rest } = settings
  return { ...rest, ...change, seed: seed ?? anySeed(), date: localDate(), told, reasoningControl: 'model' }
}
