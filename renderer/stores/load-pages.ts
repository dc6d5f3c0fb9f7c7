import { type Conversation, type ListPlace, maxListed } from '../../contract/chat.js'

interface LoadOptions {
  readonly load: (after?: ListPlace) => Promise<readonly Conversation[]>
  /** Adds conversations to the list. */
  readonly show: (conversations: readonly Conversation[]) => void
  /** Resolves when the window has nothing else to do. */
  readonly pause: () => Promise<void>
}

/**
 * Loads a list page by page, because main answers nothing else while it reads one. Shows the first page at once; the others
 * wait until it is drawn, and are shown when they are as many as there are already: each time the whole list is sorted into
 * its sections.
 */
export function loadPages({ load, show, pause }: LoadOptions) {
  const loadFirst = async (): Promise<readonly Conversation[]> => {
    const page = await load()
    show(page)
    return page
  }
  const loadOthers = async (firstPage: readonly Conversation[]): Promise<void> => {
    let shown = firstPage.length
    let waiting: Conversation[] = []
    for (let last = lastOfFull(firstPage); last; ) {
      if (waiting.length === 0) await pause()
      const page = await load(last)
      waiting.push(...page)
      last = lastOfFull(page)
      if (last && waiting.length < shown) continue
      show(waiting)
      shown += waiting.length
      waiting = []
    }
  }
  const first = loadFirst()
  return { first, all: first.then(loadOthers) }
}

/** The place after which the next page begins; undefined when there is none. */
function lastOfFull(page: readonly Conversation[]): ListPlace | undefined {
  const last = page.at(-1)
  return last && page.length >= maxListed ? { id: last.id, updatedAt: last.updatedAt } : undefined
}
