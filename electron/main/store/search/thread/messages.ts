import type { SearchHit } from '../../../../../contract/chat.js'
import type { Result } from '../../../../../contract/errors.js'
import type { SearchOrder } from '../../../../../contract/search-query.js'

/** What is searched; `exceptId` is the message that the others are to be like. */
export interface Find {
  readonly query: string
  readonly limit: number
  readonly order: SearchOrder
  readonly exceptId?: string | undefined
}

/** What the thread that searches is asked: to search, or for the telling words of a message. */
export type Question = { readonly id: number } & (Find | { readonly likeId: string })

/** A suggestion comes when there are no hits. */
export interface Found {
  readonly hits: readonly SearchHit[]
  readonly suggestion?: string
  /** The telling words of a message, when they were asked for. */
  readonly words?: readonly string[]
}

export interface Reply {
  readonly id: number
  readonly result: Result<Found>
}
