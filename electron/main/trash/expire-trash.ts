import { trashDays } from '../../../contract/order.js'
import { report } from '../log/report.js'
import type { Store } from '../store/store.js'

const dayMs = 86_400_000
/** How often the Trash is looked at, also in an app that is never quit. */
const lookMs = 3_600_000
/** A full day of deleting in one go would hold main up. */
const maxAtOnce = 20

interface ExpireOptions {
  readonly store: { readonly conversations: Pick<Store['conversations'], 'trashedBefore' | 'deleteTrashed'> }
  readonly isOn: () => boolean
  readonly now: () => number
  readonly onRemoved: (ids: readonly string[]) => void
}

/** Deletes conversations for good that have been in the Trash for `trashDays`. Returns how many. */
export async function expireTrash({ store, isOn, now, onRemoved }: ExpireOptions): Promise<number> {
  let count = 0
  for (;;) {
    const ids = isOn() ? store.conversations.trashedBefore(now() - trashDays * dayMs).slice(0, maxAtOnce) : []
    if (ids.length === 0) return count
    onRemoved(store.conversations.deleteTrashed(ids))
    count += ids.length
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Lets the Trash expire now and every hour. `onExpired` gets how many conversations were deleted. Returns the end of it. */
export function keepExpiring(options: ExpireOptions, onExpired: (count: number) => void): () => void {
  const look = async () => {
    try {
      const count = await expireTrash(options)
      if (count > 0) onExpired(count)
    } catch (error) {
      report('The Trash could not be emptied.', error)
    }
  }
  void look()
  const timer = setInterval(() => void look(), lookMs)
  return () => clearInterval(timer)
}

/** What the window says about it. */
export const expiredWords = (count: number) =>
  `${count === 1 ? 'A conversation that was' : `${count.toLocaleString('en')} conversations that were`} in the Trash for ${trashDays} days ${count === 1 ? 'is' : 'are'} deleted for good. Settings can turn this off.`
