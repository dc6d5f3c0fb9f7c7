import type { Store } from '../../store/store.js'

/** `messageId` is null for a title. */
interface Hit {
  readonly conversationId: string
  readonly messageId: string | null
  readonly snippet: string
}

const maxConversations = 50
const maxHits = 200
const maxQueryLength = 1_000

/**
 * Finds what the window finds, in its order, and of each conversation also the other messages that have the query. Fills the
 * search index first, which is not part of the time.
 */
export function searchHistory({ conversations, archive }: Store, query: string) {
  while (!archive.fillSlice(() => false));
  const words = query.slice(0, maxQueryLength)
  const start = performance.now()
  const hits: Hit[] = []
  for (const { conversation, messageId, snippet } of conversations.search(words, maxConversations)) {
    const conversationId = conversation.id
    hits.push({ conversationId, messageId: messageId ?? null, snippet })
    const seen = new Set([messageId])
    let from: string | null = null
    while (hits.length < maxHits) {
      const passage = conversations.nextPassage(conversationId, words, from, 1)
      if (!passage) break
      if (!seen.has(passage.messageId))
        hits.push({ conversationId, messageId: passage.messageId, snippet: passage.snippet })
      seen.add(passage.messageId)
      from = passage.messageId
      if (passage.place >= passage.count) break
    }
  }
  return { hits, ms: Math.round((performance.now() - start) * 10) / 10 }
}
