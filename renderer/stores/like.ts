import { parseQuery, withFilter } from '../../contract/search-query.js'
import { request } from '../bridge.js'

/** The message whose words were searched last by `like:`. */
let last: { readonly words: string; readonly messageId: string } | null = null

/** Returns a query for what is like a message; undefined when no other message has its words. */
export async function queryLike(messageId: string): Promise<string | undefined> {
  const words = (await request.tellingWords(messageId)).join(' ')
  last = words === '' ? last : { words, messageId }
  return words === '' ? undefined : withFilter('', 'like', words)
}

/** The message that a query asks for others like: it is no hit itself. */
export const messageOfQuery = (query: string): string | undefined =>
  last !== null && parseQuery(query).filters.like === last.words ? last.messageId : undefined
