import type { Recipe } from '../../../contract/chat.js'
import type { ReplySettings } from '../../../contract/settings.js'

/** What may be different for one reply: "try again with". */
export type Change = Partial<Pick<ReplySettings, 'effort' | 'temperature'>>

const seeds = 2 ** 31

/** With what a reply is made that is asked for now. `cutId` is the cut that is in force on its path. */
export function recipeFrom(settings: ReplySettings, cutId: string | null, change: Change = {}): Recipe {
  const { seed, ...rest } = settings
  return { ...rest, ...change, seed: seed ?? Math.floor(Math.random() * seeds), date: localDate(), cutId }
}

/** Today in the user's time zone, YYYY-MM-DD. */
export const localDate = () => new Date().toLocaleDateString('sv-SE')
